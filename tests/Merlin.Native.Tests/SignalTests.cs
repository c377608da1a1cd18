using System.Diagnostics;
using System.Globalization;

namespace Merlin.Native.Tests;

/// <summary>What happens to a job when its launcher gets a signal, or when somebody cancels it.</summary>
public sealed class SignalTests(LaunchInstance instance) : IClassFixture<LaunchInstance>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [LaunchTheory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("USR1")]
    [InlineData("USR2")]
    public async Task A_signal_reaches_the_job(string signal)
    {
        // A shell may say on standard error that the signal has ended its 'sleep' too.
        string script = $"exec 2> /dev/null; trap 'echo got {signal}; exit 7' {signal}; echo ready; while :; do sleep 0.05; done";
        LaunchResult run = await SignalledAsync(Launcher.FluxRun, script, signal);
        LaunchResult launch = await SignalledAsync(Launcher.MerlinLaunch, script, signal);
        Assert.Equal(run, launch);
        Assert.Equal(7, launch.ExitCode);
        Assert.Contains($"got {signal}", launch.Output, StringComparison.Ordinal);
    }

    [LaunchFact]
    public async Task A_job_that_does_not_mind_the_signal_ends_as_with_flux_run()
    {
        LaunchResult run = await SignalledAsync(Launcher.FluxRun, "echo ready; exec sleep 60", "TERM");
        LaunchResult launch = await SignalledAsync(Launcher.MerlinLaunch, "echo ready; exec sleep 60", "TERM");
        Assert.Equal(run, launch);
        Assert.Equal(143, launch.ExitCode);
    }

    [LaunchFact]
    public async Task Interrupts_cancel_the_job()
    {
        LaunchResult run = await DisturbedAsync(Launcher.FluxRun, "echo ready; exec sleep 60", InterruptAsync);
        LaunchResult launch = await DisturbedAsync(Launcher.MerlinLaunch, "echo ready; exec sleep 60", InterruptAsync);
        Assert.Equal(run.ExitCode, launch.ExitCode);
        Assert.Contains("type=cancel", launch.Errors, StringComparison.Ordinal);
    }

    [LaunchFact]
    public async Task A_cancelled_job_ends_as_with_flux_run()
    {
        LaunchResult run = await CancelledAsync(Launcher.FluxRun);
        LaunchResult launch = await CancelledAsync(Launcher.MerlinLaunch);
        Assert.Equal(run, launch);
        Assert.NotEqual(0, launch.ExitCode);
    }

    private Task<LaunchResult> SignalledAsync(Launcher launcher, string script, string signal) =>
        DisturbedAsync(launcher, script, process => KillAsync(process.Id, signal));

    private Task<LaunchResult> CancelledAsync(Launcher launcher) => DisturbedAsync(
        launcher,
        "echo ready; exec sleep 60",
        async _ => await instance.Flux.RunAsync("cancel", await instance.Flux.RunAsync("job", "last")));

    /// <summary>Launches a script that says when it is ready, does something to it then, and waits for the end.</summary>
    private async Task<LaunchResult> DisturbedAsync(Launcher launcher, string script, Func<Process, Task> disturb)
    {
        using Process process = instance.Start([.. LaunchInstance.Words(launcher), "-n1", "sh", "-c", script]);
        using var limit = new CancellationTokenSource(Limit);
        string? first = await process.StandardOutput.ReadLineAsync(limit.Token);
        Assert.Equal("ready", first);
        await disturb(process);
        return await LaunchResult.OfAsync(process, []);
    }

    // The second interrupt counts within two seconds of the first; two at once would be one.
    private static async Task InterruptAsync(Process process)
    {
        while (!process.HasExited)
        {
            await KillAsync(process.Id, "INT");
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        }
    }

    private static async Task KillAsync(int process, string signal)
    {
        using Process kill = Process.Start(
            "kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
