namespace Merlin.Broker.Scheduling;

/// <summary>What decides when an array is served.</summary>
/// <param name="Urgency">0 to 31, the highest first.</param>
/// <param name="Begun">Whether any task of the study was ever leased.</param>
/// <param name="Array">The array, whose id tells the order of submission.</param>
internal readonly record struct ReadyKey(int Urgency, bool Begun, TaskArray Array);
