namespace Merlin.Broker.Messages;

/// <summary>One task that runs at this moment.</summary>
/// <param name="Array">Its array.</param>
/// <param name="Index">Its index in the array.</param>
/// <param name="Attempt">Zero-based number of the attempt.</param>
/// <param name="StartMicros">When its process started, microseconds since 1970-01-01 UTC.</param>
public readonly record struct RunningTask(ArrayId Array, long Index, int Attempt, long StartMicros);
