using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

/// <summary>The tests that share one instance of four brokers; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedFluxCollection : ICollectionFixture<SharedFlux>
{
    public const string Name = "shared flux";
}
