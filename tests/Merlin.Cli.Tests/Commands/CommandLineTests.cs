using System.Text.Json;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Merlin.Cli.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-words-").FullName;
    private readonly Programs _program = new();
    private readonly string _spec;

    public CommandLineTests()
    {
        _spec = Path.Combine(_directory, "spec.yaml");
        File.WriteAllText(_spec, "description: {name: s, description: d}\nstudy:\n- {name: a, description: d, run: {cmd: echo}}\n");
    }

    [Fact]
    public async Task Nothing_asked_shows_help_and_fails()
    {
        Assert.Equal(ExitCode.Error, await _program.RunAsync());
        Assert.Contains("detailed-status", _program.Screen.Out, StringComparison.Ordinal);
        Assert.Empty(_program.Screen.Error);
    }

    [Theory]
    [InlineData("run --json --bogus x")]
    [InlineData("status --json")]
    [InlineData("detailed-status . --task-status bogus --json")]
    public async Task A_program_is_told_of_wrong_words_too(string line)
    {
        Assert.Equal(ExitCode.Usage, await _program.RunAsync(line.Split(' ')));
        using JsonDocument answer = JsonDocument.Parse(_program.Screen.Out);
        Assert.NotEmpty(Assert.Single(answer.RootElement.GetProperty("errors").EnumerateArray()).GetString()!);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("status --help")]
    [InlineData("run -h")]
    [InlineData("run --he")]
    public async Task Help_is_an_answer(string line)
    {
        Assert.Equal(ExitCode.Success, await _program.RunAsync(line.Split(' ')));
        Assert.Contains("Usage:", _program.Screen.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("run", "Required argument 'specification'")]
    [InlineData("run --bogus x", "no option '--bogus'")]
    [InlineData("run x --vars A=1 --bogus", "no option '--bogus'")]
    [InlineData("run x -q", "no option '-q'")]
    [InlineData("run x y", "'y'")]
    [InlineData("run x --level debug", "no option '--level'")]
    [InlineData("run x --concurrency 0", "at least 1")]
    [InlineData("run x --concurrency many", "--concurrency takes a whole number, not 'many'")]
    [InlineData("--level loud info", "'loud' is not a log level")]
    [InlineData("detailed-status x --return-code bogus", "--return-code cannot be 'bogus'")]
    [InlineData("detailed-status x --task-status bogus", "--task-status cannot be 'bogus'")]
    [InlineData("detailed-status x --task- bogus", "ambiguous: it could be --task-queues, --task-status, --task_server")]
    [InlineData("detailed-status x --max-tasks few", "--max-tasks takes a whole number, not 'few'")]
    [InlineData("detailed-status x --layout round", "'default'")]
    [InlineData("completion tcsh", "tcsh")]
    public async Task Usage_errors_say_what_is_wrong_and_show_help(string line, string expected)
    {
        Assert.Equal(ExitCode.Usage, await _program.RunAsync(line.Split(' ')));
        Assert.StartsWith("error: ", _program.Screen.Error, StringComparison.Ordinal);
        Assert.Contains(expected, _program.Screen.Error, StringComparison.Ordinal);
        Assert.Contains("Usage:", _program.Screen.Error, StringComparison.Ordinal);
        Assert.Empty(_program.Screen.Out);
        Assert.Empty(_program.Runs);
    }

    [Fact]
    public async Task Long_options_may_be_abbreviated_and_lists_swallow_words()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "gen.py"), string.Empty);
        int status = await _program.RunAsync(
            "run", _spec, "--loc", "--va", "A=1", "B=2", "--conc", "3", "--pg", Path.Combine(_directory, "gen.py"),
            "--parg", "k:v:w", "--pargs=l:", "--status-f", "--js", "--dry", "--no-e", "--str");
        Assert.Equal(ExitCode.Success, status);
        RunOptions options = Assert.Single(_program.Runs);
        Assert.Equal(_spec, options.Specification);
        Assert.Equal(["A=1", "B=2"], options.Variables);
        Assert.Equal(3, options.Concurrency);
        Assert.Equal([new("k", "v:w"), new("l", string.Empty)], options.GeneratorArguments);
        Assert.True(options is { Local: true, StatusFiles: true, Json: true, Dry: true, NoErrors: true, Strict: true });
        Assert.Empty(_program.Screen.Out);
    }

    [Fact]
    public async Task A_value_may_look_like_a_command_or_a_number()
    {
        Assert.Equal(ExitCode.Success, await _program.RunAsync("--level", "info", "run", _spec, "--local", "--vars", "run=-1", "-5"));
        Assert.Equal(["run=-1", "-5"], Assert.Single(_program.Runs).Variables);
    }

    [Theory]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("Info", LogLevel.Information)]
    [InlineData("WARNING", LogLevel.Warning)]
    [InlineData("error", LogLevel.Error)]
    public async Task The_level_stands_before_the_command(string word, LogLevel expected)
    {
        Assert.Equal(ExitCode.Success, await _program.RunAsync("-lvl", word, "run", _spec, "--local"));
        Assert.Equal(expected, _program.Screen.Terminal.Log.Minimum);
    }

    [Theory]
    [InlineData("run {dir}/none.yaml --local", "does not exist")]
    [InlineData("run {dir} --local", "is a directory")]
    [InlineData("restart {spec} --local", "is not an existing directory")]
    [InlineData("run {spec} --local --pargs a:b", "--pgen")]
    [InlineData("run {spec} --local --pgen {spec} --pargs ab", "'ab' has no colon")]
    [InlineData("run {spec} --local --samplesfile {spec}", "must end in .npy, .csv, .tab")]
    [InlineData("status {dir}/none", "neither the workspace of a study nor a spec file")]
    [InlineData("status {dir}", "no merlin_info")]
    [InlineData("status {dir} --dump x.txt", "must end in .csv or .json")]
    [InlineData("detailed-status {dir} --dump x.txt", "must end in .csv or .json")]
    [InlineData("example failure", "Example 'failure' not found")]
    public async Task Errors_are_one_line_of_the_log(string line, string expected)
    {
        string words = line.Replace("{spec}", _spec, StringComparison.Ordinal).Replace("{dir}", _directory, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Error, await _program.RunAsync(words.Split(' ')));
        string message = Assert.Single(_program.Screen.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("[2026-01-31 12:00:00: ERROR] ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Empty(_program.Runs);
        Assert.Empty(_program.Restarts);
    }

    [Fact]
    public async Task For_programs_errors_are_data_too()
    {
        Assert.Equal(ExitCode.Error, await _program.RunAsync("status", _directory, "--json"));
        using JsonDocument document = JsonDocument.Parse(_program.Screen.Out);
        Assert.Contains(
            "merlin_info", Assert.Single(document.RootElement.GetProperty("errors").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_our_own_shows_no_stack_unless_asked_to()
    {
        var screen = new TestTerminal();
        RunHandler broken = static (_, _) => throw new InvalidOperationException("secret");
        string[] words = ["run", _spec, "--local"];
        var tree = Merlin.Cli.Commands.CommandTree.Create(screen.Terminal, broken, static (_, _) => Task.FromResult(0), words);
        Assert.Equal(ExitCode.Error, await new MerlinProgram(screen.Terminal, tree).RunAsync(words));
        Assert.Contains("error of its own", screen.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", screen.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_passes_its_options_on()
    {
        Assert.Equal(
            ExitCode.Success, await _program.RunAsync("restart", _directory + "/", "--local", "--concurrency", "2", "--status-files"));
        RestartOptions options = Assert.Single(_program.Restarts);
        Assert.Equal(_directory, options.Workspace);
        Assert.True(options is { Local: true, Concurrency: 2, StatusFiles: true, Json: false });
        Assert.Contains("v. ", _program.Screen.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_may_go_to_a_broker_and_be_waited_for()
    {
        Assert.Equal(ExitCode.Success, await _program.RunAsync("run", _spec, "--broker", "ipc:///b", "--wait"));
        Assert.Equal(ExitCode.Success, await _program.RunAsync("restart", _directory, "--broker", "ipc:///b", "--wait"));
        Assert.True(Assert.Single(_program.Runs) is { Local: false, Wait: true, Broker: "ipc:///b" });
        Assert.True(Assert.Single(_program.Restarts) is { Local: false, Wait: true, Broker: "ipc:///b" });
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_scripts_ask_the_program(string shell)
    {
        Assert.Equal(ExitCode.Success, await _program.RunAsync("completion", shell));
        Assert.Contains("[suggest:", _program.Screen.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_suggests_what_may_follow()
    {
        Assert.Equal(ExitCode.Success, await _program.RunAsync("[suggest:20]", "merlin status --no-p"));
        Assert.Equal("--no-prompts", _program.Screen.Out.Trim());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
