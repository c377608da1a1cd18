namespace Merlin.Broker.Messages.Answers;

/// <summary>How a broker does.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Version">The program's version.</param>
/// <param name="BrokerId">Names the broker's database.</param>
/// <param name="Host">The host that it runs on.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="Started">When it started.</param>
/// <param name="OpenStudies">How many studies of everybody's have not ended.</param>
/// <param name="Consumers">How many consumers of everybody's are attached.</param>
/// <param name="DatabaseBytes">The size of its database.</param>
public sealed record BrokerInfo(
    long Request,
    string Version,
    string BrokerId,
    string Host,
    int ProcessId,
    Instant Started,
    long OpenStudies,
    long Consumers,
    long DatabaseBytes) : RequestAnswer(Request);
