using System.Diagnostics;
using Merlin.Flux.Testing;

namespace Merlin.Native.Tests;

/// <summary>An instance of Flux in which the two launchers are compared.</summary>
public class LaunchInstance : IAsyncLifetime
{
    private readonly int _brokers;
    private RealFlux? _flux;

    public LaunchInstance()
        : this(brokers: 2)
    {
    }

    private protected LaunchInstance(int brokers)
    {
        _brokers = brokers;
    }

    /// <summary>The instance.</summary>
    internal RealFlux Flux => _flux ?? throw new InvalidOperationException("The instance was not started.");

    /// <summary>The words that a launcher's command line begins with.</summary>
    internal static string[] Words(Launcher launcher) =>
        launcher == Launcher.FluxRun ? [FluxInstallation.Command, "run"] : [LaunchBuild.Program];

    public async Task InitializeAsync()
    {
        if (LaunchBuild.SkipReason is null)
        {
            _flux = await RealFlux.StartAsync(_brokers);
        }
    }

    public async Task DisposeAsync()
    {
        if (_flux is not null)
        {
            await _flux.DisposeAsync();
        }
    }

    /// <summary>Starts a command with the environment that Flux gives to programs in the instance.</summary>
    internal Process Start(IEnumerable<string> command, string? directory = null)
    {
        var start = new ProcessStartInfo(FluxInstallation.Command, ["env", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Flux.Directory,
        };
        start.Environment["FLUX_URI"] = Flux.Uri;
        return Process.Start(start)!;
    }

    /// <summary>Runs a command to its end.</summary>
    internal async Task<LaunchResult> RunAsync(IEnumerable<string> command, byte[] input)
    {
        using Process process = Start(command);
        return await LaunchResult.OfAsync(process, input);
    }
}
