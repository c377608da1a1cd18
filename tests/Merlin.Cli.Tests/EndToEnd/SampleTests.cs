using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Sampled steps: directories, tokens and where the samples come from.</summary>
public sealed class SampleTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task Parameters_and_samples_multiply() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunParametersAndSamplesAsync(site);

        Assert.Equal("00 01 02", workspace.List("samp"));
        Assert.Equal("GREET.hello GREET.hola", workspace.List("both"));
        Assert.Equal("00 01 02", workspace.List("both/GREET.hola"));
        Assert.Equal("MERLIN_FINISHED samp.err samp.out samp.sh", workspace.List("samp/01"));
        Assert.Equal("1 b1 id=1 p=01 v=1 b1 n=X Y\n", workspace.Text("samp/01/samp.out"));
        Assert.Equal(
            $"hola 2 2 {workspace.Path}/both/GREET.hola\n",
            workspace.Text("both/GREET.hola/02/both_GREET.hola.out"));
        Assert.Equal(
            $"g=*/ a=00 01 02 b={workspace.Path}/both s={workspace.Path}/samp\n", workspace.Text("funnel/funnel.out"));
        Assert.Equal(3 + 6 + 1, workspace.FinishedTasks().Count);
        Assert.Empty(workspace.Files("status.lock"));
    });

    [Fact]
    public Task Samples_are_generated_once_and_the_generation_is_recorded() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: generated, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo $(X) $(Y)'}}]
            merlin:
                samples:
                    generate:
                        cmd: |
                            for i in 0 1 2; do echo "$i,b$i"; done > $(MERLIN_INFO)/samples.csv
                            echo made; echo err >&2
                    file: $(MERLIN_INFO)/samples.csv
                    column_labels: [X, Y]
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        StudyWorkspace workspace = site.Workspace();
        Assert.Contains("3 samples loaded.", run.Error);
        Assert.Contains("Loading samples from 'samples.csv'...", run.Error);
        Assert.Equal(
            ".state cmd.err cmd.out cmd.sh samples.csv spec.expanded.yaml spec.orig.yaml spec.partial.yaml",
            workspace.List("merlin_info"));
        Assert.Equal(
            $"for i in 0 1 2; do echo \"$i,b$i\"; done > {workspace.Info}/samples.csv\necho made; echo err >&2\n",
            workspace.Text("merlin_info/cmd.sh"));
        Assert.Equal("made\n", workspace.Text("merlin_info/cmd.out"));
        Assert.Equal("err\n", workspace.Text("merlin_info/cmd.err"));
        Assert.Equal("2 b2\n", workspace.Text("s/02/s.out"));
    });

    [Fact]
    public Task A_generator_that_makes_no_file_ends_the_run() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: generated, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo $(X) > $(SPECROOT)/ran'}}]
            merlin:
                samples:
                    generate: {cmd: 'echo broken grid >&2; exit 3'}
                    file: $(MERLIN_INFO)/samples.csv
                    column_labels: [X]
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(1);

        Assert.Contains("samples.csv", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.False(File.Exists(Path.Combine(site.Work, "ran")));
    });

    [Fact]
    public Task Directories_have_as_many_levels_as_the_samples_need() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunHierarchyAsync(site);

        Assert.Equal(12, workspace.Files("s.sh", "s").Count);
        Assert.Equal("s/0/0/0/s.sh", workspace.Files("s.sh", "s")[0]);
        Assert.Equal("s/1/0/2/s.sh", workspace.Files("s.sh", "s")[^1]);
        Assert.Equal("s5\n", workspace.Text("s/0/1/2/s.out"));
        Assert.Equal(
            "0/0/0 0/0/1 0/0/2 0/1/0 0/1/1 0/1/2 0/2/0 0/2/1 0/2/2 1/0/0 1/0/1 1/0/2\n*/*/*/\n12\n",
            workspace.Text("u/u.out"));
        Assert.Equal(25, workspace.FinishedTasks().Count);
    });

    [Theory]
    [InlineData("", "01/24")]
    [InlineData("level_max_dirs: 10", "04/09")]
    public Task Fifty_samples_lie_on_two_levels(string level, string last) => AtAsync(async site =>
    {
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, 50).Select(i => $"{i}\n")));

        StudyWorkspace workspace = await site.RunAsync(
            $$"""
            description: {name: fifty, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo $(X)'} }]
            merlin:
                samples:
                    file: $(SPECROOT)/samples.csv
                    column_labels: [X]
                    {{level}}
            """);

        IReadOnlyList<string> scripts = workspace.Files("s.sh");
        Assert.Equal(50, scripts.Count);
        Assert.Equal("s/00/00/s.sh", scripts[0]);
        Assert.Equal($"s/{last}/s.sh", scripts[^1]);
        Assert.Equal("49\n", workspace.Text($"s/{last}/s.out"));
        Assert.Equal(50, workspace.FinishedTasks().Count);
    });

    [Fact]
    public Task One_sample_lies_in_the_steps_own_workspace() => AtAsync(async site =>
    {
        site.Write("one.npy", NpyFile.Doubles([[1.5, 2]]));
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: one, description: d}
            study:
                - name: s
                  description: d
                  run:
                    cmd: 'echo "$(X) $(Y) [$(MERLIN_SAMPLE_ID)] [$(MERLIN_SAMPLE_PATH)] [$(MERLIN_GLOB_PATH)]"'
            merlin:
                samples:
                    generate: {cmd: 'echo generated > generated'}
                    file: $(MERLIN_INFO)/samples.npy
                    column_labels: [X, Y]
            """,
            options: ["--samplesfile", "one.npy"]);

        Assert.Equal("MERLIN_FINISHED s.err s.out s.sh", workspace.List("s"));
        Assert.Equal("1.5 2.0 [0] [] []\n", workspace.Text("s/s.out"));
        Assert.Equal(
            ".state one.npy spec.expanded.yaml spec.orig.yaml spec.partial.yaml", workspace.List("merlin_info"));
        Assert.False(File.Exists(Path.Combine(site.Work, "generated")));
    });

    [Theory]
    [InlineData("mine.csv", "1 , a b# not this\n", "1 sample loaded.", "s/s.out", "[1 ][ a b]\n")]
    [InlineData("mine.tab", "1\ta\n\n 2   b\n", "2 samples loaded.", "s/01/s.out", "[2][b]\n")]
    public Task A_samples_file_of_text_takes_the_place_of_the_specs_own(
        string file, string text, string loaded, string taskOutput, string expected) => AtAsync(async site =>
    {
        site.Write(file, text);
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: text, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo "[$(X)][$(Y)]"'}}]
            merlin:
                samples: {file: $(MERLIN_INFO)/samples.npy, column_labels: [X, Y]}
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec, "--samplesfile", file)).Ended(0);

        StudyWorkspace workspace = site.Workspace();
        Assert.Contains(loaded, run.Error);
        Assert.Equal(expected, workspace.Text(taskOutput));
        Assert.Equal(text, workspace.Text($"merlin_info/{file}"));
    });

    [Fact]
    public Task A_samples_file_that_is_no_table_is_refused() => AtAsync(async site =>
    {
        site.Write("flat.npy", NpyFile.Flat(3));
        string spec = site.Write("spec.yaml", Specs.OneSampledStep);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec, "--samplesfile", "flat.npy")).Ended(1);

        Assert.Contains("flat.npy", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    });

    [Fact]
    public Task A_samples_file_needs_a_samples_block() => AtAsync(async site =>
    {
        site.Write("one.csv", "1\n");
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: none, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo x'}}]
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec, "--samplesfile", "one.csv")).Ended(1);

        Assert.Contains("samples", run.Error);
        Assert.Empty(site.Workspaces());
    });

    [Fact]
    public Task Sample_texts_go_into_scripts_as_they_are() => AtAsync(async site =>
    {
        site.Write("odd.csv", "b\\d,\\1 & $(Y)\n%s,\"q\"\n");

        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: odd, description: d}
            study: [{name: s, description: d, run: {cmd: "cat <<'END'\n$(x)|$(Y)\nEND\n"}}]
            merlin:
                samples: {file: $(SPECROOT)/odd.csv, column_labels: [X, Y]}
            """);

        Assert.Equal("b\\d|\\1 & $(Y)\n", workspace.Text("s/00/s.out"));
        Assert.Equal("%s|\"q\"\n", workspace.Text("s/01/s.out"));
    });

    [Fact]
    public Task A_sampled_step_without_samples_is_reported() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: none, description: d}
            study:
                - {name: empty, description: d, run: {cmd: 'echo $(MERLIN_SAMPLE_ID)'}}
                - {name: after, description: d, run: {cmd: 'echo after', depends: [empty]}}
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        StudyWorkspace workspace = site.Workspace();
        Assert.Matches("WARNING.*empty", run.Error);
        Assert.Equal(["after"], workspace.FinishedTasks());
    });
}
