using System.Text;

namespace Merlin.Native.Tests;

/// <summary>The same command line through <c>flux run</c> and through <c>merlin-launch</c>, side by side.</summary>
public sealed class FaithfulnessTests(LaunchInstance instance) : IClassFixture<LaunchInstance>
{
    [LaunchTheory]
    [InlineData("exit 0")]
    [InlineData("exit 3")]
    [InlineData("exit 255")]
    [InlineData("kill -9 $$")]
    [InlineData("kill -TERM $$")]
    [InlineData("kill -SEGV $$")]
    [InlineData("printf 'to stdout\n'; printf 'to stderr\n' >&2")]
    [InlineData("printf 'no line end'")]
    [InlineData("seq 1 20000")]
    [InlineData("seq 1 2000 >&2")]
    [InlineData("head -c 300000 /dev/zero | tr '\\0' x; echo")]
    [InlineData("i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %03o $i)\"; i=$((i+1)); done")]
    [InlineData("pwd")]
    [InlineData("ulimit -Sn; ulimit -Ss; umask")]
    [InlineData("cat /dev/fd/0 | wc -c")]
    public async Task A_script_gives_the_same(string script) => await AssertSameAsync(["-n1", "sh", "-c", script]);

    [LaunchTheory]
    [InlineData("no-such-program")]
    [InlineData("/etc/passwd")]
    [InlineData("-n 2 sh -c exit\\ $FLUX_TASK_RANK")]
    [InlineData("--label-io echo labelled")]
    [InlineData("-u echo unbuffered")]
    [InlineData("--cwd=/usr pwd")]
    [InlineData("-N 2 -n 2 -c 1 true")]
    [InlineData("-t 1m -- echo after dashes")]
    [InlineData("-n 1000000 true")]
    public async Task A_command_line_gives_the_same(string line) => await AssertSameAsync(Words(line));

    [LaunchTheory]
    [InlineData("")]
    [InlineData("-n")]
    [InlineData("-n x true")]
    [InlineData("-N 2 -n 1 true")]
    [InlineData("-x -n 1 true")]
    [InlineData("-t soon true")]
    [InlineData("--no-such-option true")]
    [InlineData("--nod=1 true")]
    public async Task What_is_wrong_is_refused_in_the_words_of_flux_run(string line)
    {
        LaunchResult result = await AssertSameAsync(Words(line));
        Assert.NotEqual(0, result.ExitCode);
    }

    [LaunchFact]
    public async Task An_option_that_only_flux_run_knows_works_all_the_same()
    {
        LaunchResult result = await AssertSameAsync(["--env=GREETING=hello", "sh", "-c", "echo $GREETING"]);
        Assert.Equal("hello\n", result.Output);
    }

    [LaunchFact]
    public async Task Every_rank_runs_once()
    {
        LaunchResult result = await LaunchAsync(
            Launcher.MerlinLaunch, ["-n", "2", "sh", "-c", "echo $FLUX_TASK_RANK of $FLUX_JOB_SIZE"], []);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["0 of 2", "1 of 2"], lines.Order(StringComparer.Ordinal));
    }

    [LaunchTheory]
    [InlineData("-n1 cat")]
    [InlineData("-n2 wc -c")]
    [InlineData("-n1 head -n 1")]
    public async Task Standard_input_reaches_the_ranks(string line)
    {
        byte[] input = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(static i => $"line {i}\n")));
        LaunchResult run = await LaunchAsync(Launcher.FluxRun, Words(line), input);
        LaunchResult launch = await LaunchAsync(Launcher.MerlinLaunch, Words(line), input);
        Assert.Equal(run, launch);
    }

    [LaunchFact]
    public async Task The_environment_is_the_same_but_for_what_names_the_job()
    {
        string[] command = ["sh", "-c", "env | grep -v -e ^FLUX_JOB_ID -e ^FLUX_KVS_NAMESPACE -e ^OMPI_MCA -e ^FLUX_PYTHONPATH_ORIG -e ^MANPATH -e ^FLUX_JOB_TMPDIR -e ^_= -e ^PMI_ | sort"];
        await AssertSameAsync(command);
    }

    private async Task<LaunchResult> AssertSameAsync(string[] arguments)
    {
        LaunchResult run = await LaunchAsync(Launcher.FluxRun, arguments, []);
        LaunchResult launch = await LaunchAsync(Launcher.MerlinLaunch, arguments, []);
        Assert.Equal(run, launch);
        return launch;
    }

    private Task<LaunchResult> LaunchAsync(Launcher launcher, string[] arguments, byte[] input) =>
        instance.RunAsync([.. LaunchInstance.Words(launcher), .. arguments], input);

    /// <summary>Words with blanks between; a backslash keeps a blank in its word.</summary>
    private static string[] Words(string line) => [.. line
        .Replace("\\ ", "\u00a0", StringComparison.Ordinal)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(static word => word.Replace('\u00a0', ' '))];
}
