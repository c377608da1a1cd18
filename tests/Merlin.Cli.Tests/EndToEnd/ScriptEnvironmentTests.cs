using System.Text.RegularExpressions;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>A script cannot tell that Merlin started it: what it sees is what it sees when a shell starts it.</summary>
public sealed class ScriptEnvironmentTests(ITestOutputHelper output) : EndToEndTest(output)
{
    /// <summary>The same text is a step's command and a script that the caller's own shell starts.</summary>
    private static readonly string[] Probe =
    [
        "grep -E '^Sig(Ign|Blk|Cgt)' /proc/self/status > signals",
        "ulimit -a > limits",
        "ulimit -Ha > hard-limits",
        "ls /proc/self/fd > descriptors",
        "env | grep -vE '^(PWD|OLDPWD|SHLVL|_)=' | sort > environment",
        "umask > mask",
        "nice > priority",
    ];

    /// <summary>A caller with habits of its own, as a login shell has them.</summary>
    private static readonly string[] Caller =
    [
        "umask 027",
        "ulimit -Sn 700",
        "ulimit -c 0",
        "export WITH_BLANKS=' two  words ' EMPTY= ODD=\"a=b'c\"",
    ];

    [Fact]
    public Task A_script_sees_what_its_callers_shell_would_show_it() => AtAsync(async site =>
    {
        site.Write(
            "spec.yaml",
            $$"""
            description: {name: probe, description: d}
            study:
                - name: probe
                  description: d
                  run:
                    shell: /bin/sh
                    cmd: |
                        {{string.Join("\n            ", Probe)}}
            """);
        site.Write("probe.sh", Lines(Probe));
        string session = Lines(
            [.. Caller, "mkdir direct && cd direct && sh ../probe.sh && cd ..", "merlin run --local spec.yaml"]);

        (await site.ProgramAsync("/bin/sh", "-c", session)).Ended(0);

        StudyWorkspace workspace = site.Workspace();
        Assert.Equal("", workspace.Text("probe/probe.err"));
        foreach (string aspect in (string[])["limits", "hard-limits", "descriptors", "environment", "mask", "priority"])
        {
            string direct = await File.ReadAllTextAsync(Path.Combine(site.Work, "direct", aspect));
            Assert.NotEqual("", direct);
            Assert.Equal(direct, workspace.Text($"probe/{aspect}"));
        }

        Assert.Contains("700", workspace.Text("probe/limits"));
        Assert.Contains("WITH_BLANKS= two  words \n", workspace.Text("probe/environment"));
        Assert.Equal(await CleanSignalsAsync(site), workspace.Text("probe/signals"));
    });

    [Fact]
    public Task A_writer_into_a_closed_pipe_ends_silently() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: pipe, description: d}
            study: [{name: s, description: d, run: {cmd: 'yes | head -1'}}]
            """);

        Assert.Equal("y\n", workspace.Text("s/s.out"));
        Assert.Equal("", workspace.Text("s/s.err"));
    });

    [Fact]
    public Task A_script_has_a_process_group_and_an_empty_input_of_its_own() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: group, description: d}
            study:
                - name: s
                  description: d
                  run:
                    cmd: |
                        echo $$
                        readlink /proc/$$/fd/0
                        cat
                        echo ready > $(SPECROOT)/ready
                        until [ -e $(SPECROOT)/go ]; do sleep 0.02; done
            """);
        RunningCommand run = site.StartMerlin("run", "--local", spec);
        await Wait.UntilAsync(run, () => File.Exists(Path.Combine(site.Work, "ready")));
        string[] lines = site.Workspace().Text("s/s.out").Split('\n');
        int task = int.Parse(lines[0]);

        int group = ProcessTable.GroupOf(task);

        Assert.Equal(task, group);
        Assert.NotEqual(ProcessTable.GroupOf(run.Id), group);
        Assert.Equal("/dev/null", lines[1]);
        site.Write("go", "");
        (await run.EndAsync()).Ended(0);
    });

    [Fact]
    public Task Output_is_in_its_file_while_the_script_runs() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: out, description: d}
            study:
                - name: s
                  description: d
                  run: {cmd: "echo first\necho bad >&2\nuntil [ -e $(SPECROOT)/go ]; do sleep 0.02; done\necho last"}
            """);
        RunningCommand run = site.StartMerlin("run", "--local", spec);
        await Wait.UntilAsync(run, () => site.Workspaces() is [string path]
            && new StudyWorkspace(path) is var workspace
            && workspace.Has("s/s.err") && workspace.Text("s/s.err") == "bad\n" && workspace.Text("s/s.out") == "first\n");

        site.Write("go", "");
        (await run.EndAsync()).Ended(0);

        Assert.Equal("first\nlast\n", site.Workspace().Text("s/s.out"));
    });

    /// <summary>
    /// What a program started by a shell with a clean slate would see. The test host ignores SIGPIPE, its children
    /// inherit that and no shell can undo it, so the ignored signals of the direct start are not taken from it.
    /// </summary>
    private static async Task<string> CleanSignalsAsync(Site site) =>
        Regex.Replace(
            await File.ReadAllTextAsync(Path.Combine(site.Work, "direct", "signals")), @"(?<=SigIgn:\s+)\S+", new string('0', 16));

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));
}
