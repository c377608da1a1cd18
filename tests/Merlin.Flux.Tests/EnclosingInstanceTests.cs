using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

/// <summary>They change a variable of the process, so nothing else runs in it meanwhile.</summary>
[Collection(AloneCollection.Name)]
public sealed class EnclosingInstanceTests(SharedFlux shared) : IDisposable
{
    private const string Variable = "FLUX_URI";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [FluxFact]
    public async Task The_enclosing_instance_is_that_of_the_environment()
    {
        Environment.SetEnvironmentVariable(Variable, shared.Instance.Uri);
        await using FluxHandle flux = await FluxHandle.OpenAsync();
        Assert.Equal(shared.Instance.Uri, flux.Uri.Text);
        Assert.Equal("4", await flux.AttributeAsync("size"));
    }

    [FluxFact]
    public async Task Outside_of_an_instance_none_is_opened()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        FluxException outside = await Assert.ThrowsAsync<FluxException>(() => FluxHandle.OpenAsync());
        Assert.Contains("FLUX_URI is not set", outside.Message, StringComparison.Ordinal);
    }
}
