namespace Merlin.Benchmarks.Capacity.Soaking;

/// <summary>How things stood at one moment of a soak.</summary>
/// <param name="Seconds">Since its beginning.</param>
/// <param name="Attempts">What the simulated workers had reported.</param>
/// <param name="Runs">What the real worker had run.</param>
/// <param name="BrokerKibibytes">Resident memory of the broker.</param>
/// <param name="WorkerKibibytes">Resident memory of the real worker.</param>
/// <param name="DatabaseBytes">Size of the database.</param>
/// <param name="LogBytes">Size of its log.</param>
internal sealed record SoakSample(
    double Seconds, long Attempts, long Runs, long BrokerKibibytes, long WorkerKibibytes, long DatabaseBytes, long LogBytes);
