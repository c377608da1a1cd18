namespace Merlin.Broker.Tests.Wire;

/// <summary>Tests with real sockets run one after the other: some count threads, and some need many of them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WireTests
{
    public const string Name = "wire";
}
