using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

/// <summary>Tests that measure their process: nothing else runs in it meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection : ICollectionFixture<SharedFlux>
{
    public const string Name = "alone";
}
