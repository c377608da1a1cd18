using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Specs that are wrong in one way each, and specs that only look wrong.</summary>
public sealed class BadSpecTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Head = "description: {name: bad, description: d}\n";
    private const string Study = "study: [{name: s, description: d, run: {cmd: 'echo s'}}]\n";
    private const string Samples = "study: [{name: s, description: d, run: {cmd: 'echo $(X)'}}]\n";

    /// <summary>What is wrong, the spec, a word that the message must say.</summary>
    public static TheoryData<string, string, string> Wrong { get; } = new()
    {
        { "bad_format8: repeated entry in depends", Head + Step("cmd: b, depends: [s, s]"), "depends" },
        { "bad_format9: samples without a file", Head + Samples + "merlin: {samples: {column_labels: [X]}}\n", "file" },
        { "samples without labels", Head + Samples + "merlin: {samples: {file: x.csv}}\n", "column_labels" },
        { "bad_format10: step without description", Head + "study: [{name: s, run: {cmd: 'echo s'}}]\n", "description" },
        { "bad_format11: empty description", "description: {name: bad, description: ''}\n" + Study, "description" },
        { "no_description", Study, "description" },
        { "no_steps", Head + "study: []\n", "study" },
        { "no_study", Head, "study" },
        { "full_format: spack without type", Head + "env: {dependencies: {spack: {name: x}}}\n" + Study, "spack" },
        { "unknown step in depends", Head + Step("cmd: b, depends: [nobody]"), "nobody" },
        { "cycle in depends", Head + "study:\n- {name: s, description: d, run: {cmd: b, depends: [t]}}\n"
            + "- {name: t, description: d, run: {cmd: b, depends: [s]}}\n", "depend" },
        { "two steps of one name", Head + "study:\n- {name: s, description: d, run: {cmd: b}}\n"
            + "- {name: s, description: d, run: {cmd: b}}\n", "s" },
        { "worker of an unknown step", Head + Study + "merlin: {resources: {workers: {w: {steps: [nobody]}}}}\n", "nobody" },
        { "nodes: 0", Head + Step("cmd: b, nodes: 0"), "nodes" },
        { "nodes: abc", Head + Step("cmd: b, nodes: abc"), "nodes" },
        { "max_retries: 0", Head + Step("cmd: b, max_retries: 0"), "max_retries" },
        { "timeout: -1", Head + Step("cmd: b, timeout: -1"), "timeout" },
        { "cmd: 5", Head + Step("cmd: 5"), "cmd" },
        { "unequal lengths", Head + Study + "global.parameters:\n  A: {values: [1, 2], label: A.%%}\n"
            + "  B: {values: [1], label: B.%%}\n", "B" },
        { "missing label", Head + Study + "global.parameters: {A: {values: [1, 2]}}\n", "label" },
        { "list of labels", Head + Study + "global.parameters: {A: {values: [1, 2], label: [a, b]}}\n", "label" },
        { "reserved variable", Head + "env: {variables: {WORKSPACE: x}}\n" + Study, "WORKSPACE" },
        { "empty variable", Head + "env: {variables: {V: ''}}\n" + Study, "V" },
        { "boolean variable", Head + "env: {variables: {V: yes}}\n" + Study, "V" },
        { "label that is a parameter", Head + Samples + "global.parameters: {X: {values: [1], label: X.%%}}\n"
            + "merlin: {samples: {file: x.csv, column_labels: [X]}}\n", "X" },
        { "workers: {}", Head + Study + "merlin: {resources: {workers: {}}}\n", "workers" },
        { "level_max_dirs: 1", Head + Samples
            + "merlin: {samples: {file: x.csv, column_labels: [X], level_max_dirs: 1}}\n", "level_max_dirs" },
    };

    /// <summary>Specs with keys that nobody knows: fine, with a warning, and an error when strictness is asked for.</summary>
    public static TheoryData<string, string, string> Unknown { get; } = new()
    {
        { "bad_format1: in env", Head + "env: {variabels: {A: 1}}\n" + Study, "variables" },
        { "bad_format2: in a step", Head + "study: [{name: s, descripton: x, description: d, run: {cmd: 'echo s'}}]\n", "description" },
        { "bad_format3: in run", Head + "study: [{name: s, description: d, run: {cmd: 'echo s', dependss: [a]}}]\n", "depends" },
        { "bad_format4: in merlin", Head + Study + "merlin: {resorces: {}}\n", "resources" },
        { "bad_format5: in samples", Head + Study + "merlin: {samples: {fil: a, file: spec.yaml.csv, column_labels: [X]}}\n", "file" },
        { "bad_format6: in generate", Head + Study
            + "merlin: {samples: {generate: {cmd: ':', cmdd: x}, file: spec.yaml.csv, column_labels: [X]}}\n", "cmd" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task A_wrong_spec_is_refused_with_its_place(string defect, string spec, string word) => AtAsync(async site =>
    {
        site.Write("spec.yaml", spec);

        CommandResult run = (await site.MerlinAsync("run", "--local", "spec.yaml")).Ended(1);

        Assert.Contains("spec.yaml", run.Error);
        Assert.Contains(word, run.Error);
        Assert.Contains("ERROR", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.True(Directory.GetFileSystemEntries(site.Work).Length == 1, $"{defect}: something was left behind");
    });

    [Theory]
    [MemberData(nameof(Unknown))]
    public Task Unknown_keys_are_warned_about(string defect, string spec, string known) => AtAsync(async site =>
    {
        site.Write("spec.yaml", spec);
        site.Write("spec.yaml.csv", "1\n");

        CommandResult run = (await site.MerlinAsync("run", "--local", "spec.yaml")).Ended(0);

        Assert.Matches(@"WARNING.*spec\.yaml:\d+:\d+", run.Error);
        Assert.Contains(known, run.Error);
        Assert.True(site.Workspace().Finished("s"), defect);
    });

    [Theory]
    [MemberData(nameof(Unknown))]
    public Task Strictness_makes_unknown_keys_errors(string defect, string spec, string known) => AtAsync(async site =>
    {
        site.Write("spec.yaml", spec);
        site.Write("spec.yaml.csv", "1\n");

        CommandResult run = (await site.MerlinAsync("run", "--local", "--strict", "spec.yaml")).Ended(1);

        Assert.Matches(@"ERROR.*spec\.yaml:\d+:\d+", run.Error);
        Assert.Contains(known, run.Error);
        Assert.True(site.Workspaces().Count == 0, defect);
    });

    [Fact]
    public Task All_problems_of_a_spec_are_told_at_once() => AtAsync(async site =>
    {
        site.Write("spec.yaml", Head + Step("cmd: b, nodes: 0, max_retries: 0, depends: [nobody]"));

        CommandResult run = (await site.MerlinAsync("run", "--local", "spec.yaml")).Ended(1);

        Assert.All((string[])["nodes", "max_retries", "nobody"], word => Assert.Contains(word, run.Error));
        Assert.Contains("step 's'", run.Error);
    });

    [Fact]
    public Task A_dependency_on_a_missing_path_is_refused() => AtAsync(async site =>
    {
        site.Write("spec.yaml", Head + "env: {dependencies: {paths: [{name: DATA, path: ./nowhere}]}}\n" + Study);

        CommandResult run = (await site.MerlinAsync("run", "--local", "spec.yaml")).Ended(1);

        Assert.Contains("nowhere", run.Error);
        Assert.Empty(site.Workspaces());
    });

    private static string Step(string run) => $"study: [{{name: s, description: d, run: {{{run}}}}}]\n";
}
