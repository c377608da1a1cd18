using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Merlin.Native.Tests;

/// <summary>Launches whose streams are files, as those of Merlin's tasks are: the job opens them itself.</summary>
public sealed class FileStreamTests(LoneBrokerInstance instance) : IClassFixture<LoneBrokerInstance>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-launch-").FullName;

    private string OutputPath => Path.Combine(_directory, "out");

    private string ErrorPath => Path.Combine(_directory, "err");

    [LaunchTheory]
    [InlineData("exit 0")]
    [InlineData("exit 3")]
    [InlineData("kill -9 $$")]
    [InlineData("printf 'to stdout\n'; printf 'to stderr\n' >&2; exit 1")]
    [InlineData("printf 'no line end'")]
    [InlineData("seq 1 20000")]
    [InlineData("head -c 300000 /dev/zero | tr '\\0' x; echo")]
    [InlineData("cat; echo at the end of input")]
    public async Task A_script_gives_the_same(string script) => await AssertSameAsync("-n1", "sh", "-c", script);

    [LaunchFact]
    public async Task What_cannot_be_started_ends_in_the_same_way() => await AssertSameAsync("-n1", "no-such-program");

    [LaunchFact]
    public async Task What_never_fits_ends_in_the_same_way() => await AssertSameAsync("-n1000000", "true");

    [LaunchFact]
    public async Task The_job_writes_to_the_files_itself()
    {
        await LaunchAsync(Launcher.MerlinLaunch, ">>", ["-n1", "echo", "hello"]);
        string job = await instance.Flux.RunAsync("job", "last");
        JsonNode jobspec = JsonNode.Parse(await instance.Flux.RunAsync("job", "info", "--original", job, "jobspec"))!;
        JsonNode? output = jobspec["attributes"]!["system"]!["shell"]!["options"]!["output"];
        Assert.Equal(OutputPath, (string?)output!["stdout"]!["path"]);
        Assert.Equal(ErrorPath, (string?)output["stderr"]!["path"]);
    }

    [LaunchTheory]
    [InlineData(">")]
    [InlineData(">>")]
    public async Task Those_who_write_later_write_behind_the_job(string redirection)
    {
        LaunchResult result = await LaunchAsync(
            Launcher.MerlinLaunch, redirection, ["-n2", "sh", "-c", "echo from the job"], "echo before", "echo after");
        Assert.Equal("before\nfrom the job\nfrom the job\nafter\n", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [LaunchFact]
    public async Task A_file_that_is_written_in_its_middle_is_not_the_jobs()
    {
        await File.WriteAllTextAsync(OutputPath, "0123456789");
        LaunchResult result = await LaunchAsync(Launcher.MerlinLaunch, "1<>", ["-n1", "printf", "abc"]);
        Assert.Equal("abc3456789", result.Output);
    }

    [LaunchFact]
    public async Task One_file_for_both_streams_takes_everything()
    {
        LaunchResult result = await RunAsync(
            $"\"$@\" </dev/null >>'{OutputPath}' 2>&1",
            [LaunchBuild.Program, "-n1", "sh", "-c", "echo one; echo two >&2; echo three"]);
        Assert.Equal(["one", "three", "two"], Lines(await File.ReadAllTextAsync(OutputPath)).Order(StringComparer.Ordinal));
        Assert.Equal(0, result.ExitCode);
    }

    [LaunchTheory]
    [InlineData("TERM")]
    [InlineData("USR1")]
    public async Task A_signal_reaches_the_job(string signal)
    {
        // A shell may say on standard error that the signal has ended its 'sleep' too.
        string script = $"exec 2> /dev/null; trap 'echo got {signal}; exit 7' {signal}; echo ready; while :; do sleep 0.05; done";
        int code = await DisturbedAsync(script, process => RunKillAsync(process, signal));
        Assert.Equal(7, code);
        Assert.Equal(["ready", $"got {signal}"], Lines(await File.ReadAllTextAsync(OutputPath)));
    }

    [LaunchFact]
    public async Task A_cancelled_job_ends_as_with_flux_run()
    {
        int code = await DisturbedAsync(
            "echo ready; exec sleep 60",
            async _ => await instance.Flux.RunAsync("cancel", await instance.Flux.RunAsync("job", "last")));
        Assert.Equal(143, code);
        Assert.Contains("type=cancel", await File.ReadAllTextAsync(ErrorPath), StringComparison.Ordinal);
    }

    [LaunchFact]
    public async Task Interrupts_cancel_the_job()
    {
        int code = await DisturbedAsync("echo ready; exec sleep 60", InterruptAsync);
        Assert.Equal(143, code);
        Assert.Contains("type=cancel", await File.ReadAllTextAsync(ErrorPath), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task AssertSameAsync(params string[] arguments)
    {
        LaunchResult run = await LaunchAsync(Launcher.FluxRun, ">>", arguments);
        LaunchResult launch = await LaunchAsync(Launcher.MerlinLaunch, ">>", arguments);
        Assert.Equal(run, launch);
    }

    private async Task<LaunchResult> LaunchAsync(
        Launcher launcher, string redirection, string[] arguments, string before = ":", string after = ":")
    {
        if (redirection != "1<>")
        {
            File.Delete(OutputPath);
        }

        File.Delete(ErrorPath);
        LaunchResult shell = await RunAsync(
            $"{{ {before}; \"$@\"; code=$?; {after}; }} </dev/null {redirection}'{OutputPath}' 2>>'{ErrorPath}'; exit $code",
            [.. LaunchInstance.Words(launcher), .. arguments]);
        Assert.Equal(string.Empty, shell.Output);
        string errors = await File.ReadAllTextAsync(ErrorPath);
        return new LaunchResult(shell.ExitCode, await File.ReadAllTextAsync(OutputPath), LaunchResult.Comparable(errors));
    }

    private Task<LaunchResult> RunAsync(string shell, IEnumerable<string> words) =>
        instance.RunAsync(["sh", "-c", shell, "sh", .. words], []);

    /// <summary>Launches a script, does something to the launcher when the script is ready, and waits for the end.</summary>
    private async Task<int> DisturbedAsync(string script, Func<Process, Task> disturb)
    {
        using Process process = instance.Start(
            ["sh", "-c", $"exec \"$@\" </dev/null >>'{OutputPath}' 2>>'{ErrorPath}'", "sh", LaunchBuild.Program, "-n1", "sh", "-c", script]);
        using var limit = new CancellationTokenSource(Limit);
        while (!File.Exists(OutputPath) || new FileInfo(OutputPath).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        await disturb(process);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        finally
        {
            // A job that was not told must not keep the others from their cores.
            await instance.Flux.RunAsync("cancel", "--all");
        }
    }

    // The second interrupt counts within two seconds of the first; two at once would be one.
    private static async Task InterruptAsync(Process process)
    {
        while (!process.HasExited)
        {
            await RunKillAsync(process, "INT");
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        }
    }

    private static async Task RunKillAsync(Process process, string signal)
    {
        using Process kill = Process.Start(
            "kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
