using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>A run in a terminal, which <c>script</c> provides.</summary>
public sealed class TerminalTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [FactIf("script", "stty")]
    public Task A_run_leaves_the_terminal_as_it_was() => AtAsync(async site =>
    {
        site.Environment["TERM"] = "xterm-256color";
        site.Write(
            "spec.yaml",
            """
            description: {name: terminal, description: d}
            study:
                - name: s
                  description: d
                  run: {cmd: "tty\nstty -a < /dev/tty > $(SPECROOT)/during"}
            """);
        site.Write(
            "session.sh",
            "stty -a > before\nmerlin run --local spec.yaml\nexit_code=$?\nstty -a > after\nexit $exit_code\n");

        (await StartInTerminal(site).EndAsync()).Ended(0);

        string before = await File.ReadAllTextAsync(Path.Combine(site.Work, "before"));
        Assert.NotEqual("", before);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(site.Work, "during")));
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(site.Work, "after")));
        Assert.Equal("not a tty\n", site.Workspace().Text("s/s.out"));
    });

    [FactIf("script", "stty")]
    public Task Control_C_typed_in_a_terminal_ends_the_run() => AtAsync(async site =>
    {
        site.Environment["TERM"] = "xterm-256color";
        site.Write(
            "spec.yaml",
            """
            description: {name: terminal, description: d}
            study:
                - name: s
                  description: d
                  run: {cmd: "echo x > $(SPECROOT)/started\nuntil [ -e $(SPECROOT)/go ]; do sleep 0.02; done"}
            """);
        site.Write(
            "session.sh",
            "trap : INT\nmerlin run --local spec.yaml\nexit_code=$?\nstty -a > after\nexit $exit_code\n");
        RunningCommand terminal = StartInTerminal(site);
        await Wait.UntilAsync(terminal, () => File.Exists(Path.Combine(site.Work, "started")));

        await terminal.TypeAsync("\u0003");
        CommandResult ended = (await terminal.EndAsync()).Ended(130);

        Assert.Contains("merlin restart", ended.Out.ReplaceLineEndings(" "));
        Assert.Contains(" echo ", await File.ReadAllTextAsync(Path.Combine(site.Work, "after")));
        Assert.Empty(site.Workspace().FinishedTasks());
    });

    private static RunningCommand StartInTerminal(Site site) =>
        site.StartProgram("script", "-qec", "sh session.sh", "/dev/null");
}
