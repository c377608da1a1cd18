using Merlin.Cli.Reports.Brokers;

namespace Merlin.Cli.Doctor;

/// <summary>Finds out what works here. No check can hang it, nor fail it.</summary>
/// <param name="clock">The time.</param>
internal sealed class Checkup(TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Makes all checks.</summary>
    /// <param name="broker">The configured broker, as it was tried.</param>
    /// <param name="stop">Ends them.</param>
    public async Task<IReadOnlyList<Finding>> RunAsync(BrokerConnection broker, CancellationToken stop)
    {
        List<Finding> findings = [FluxLibraryCheck.Make()];
        findings.AddRange(await LimitedAsync(
            FluxInstanceCheck.Name, "look at it with 'flux uptime'", FluxInstanceCheck.MakeAsync, stop));
        findings.Add(LaunchCheck.Make());
        findings.Add(ZeroMQCheck.Make());
        findings.Add(BrokerCheck.Make(broker));
        foreach ((string name, string directory) in FileSystemCheck.Directories())
        {
            findings.AddRange(await LimitedAsync(
                name,
                "the file system hangs: ask whoever keeps it",
                _ => Task.FromResult<IReadOnlyList<Finding>>([FileSystemCheck.Make(name, directory)]),
                stop));
        }

        findings.AddRange(await LimitedAsync(
            ClockCheck.Name,
            "the file system hangs: ask whoever keeps it",
            _ => Task.FromResult<IReadOnlyList<Finding>>([ClockCheck.Make(Environment.CurrentDirectory, clock)]),
            stop));
        return findings;
    }

    // A call into a hung file system or library never comes back; its thread is left to it.
    private async Task<IReadOnlyList<Finding>> LimitedAsync(
        string name,
        string advice,
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> check,
        CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            return await Task.Run(() => check(limit.Token), stop).WaitAsync(Limit, clock, stop);
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            return [new Finding(name, FindingState.Bad, $"no answer within {Limit.TotalSeconds:0} s", advice)];
        }
    }
}
