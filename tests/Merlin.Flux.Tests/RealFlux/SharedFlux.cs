namespace Merlin.Flux.Testing;

/// <summary>One instance of four brokers for all the tests of a collection.</summary>
public sealed class SharedFlux : IAsyncLifetime
{
    /// <summary>How many brokers it has.</summary>
    public const int Brokers = 4;

    private RealFlux? _instance;

    /// <summary>The instance.</summary>
    public RealFlux Instance => _instance ?? throw new InvalidOperationException("The instance was not started.");

    public async Task InitializeAsync()
    {
        if (FluxInstallation.SkipReason is null)
        {
            _instance = await RealFlux.StartAsync(Brokers);
        }
    }

    public async Task DisposeAsync()
    {
        if (_instance is not null)
        {
            await _instance.DisposeAsync();
        }
    }
}
