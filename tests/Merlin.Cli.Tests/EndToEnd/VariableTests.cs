using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Variables, their overrides, and what the provenance files show of them.</summary>
public sealed class VariableTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Theory]
    [InlineData("output_path_no_substitution")]
    [InlineData("output_path_substitution", "--vars", "OUTPUT_PATH=output_path_substitution")]
    [InlineData("output_path_variable_sub", "--vars", "SUB=variable_sub")]
    public Task The_output_path_can_be_overridden(string expected, params string[] options) => AtAsync(async site =>
    {
        site.Write("specs/place.yaml", Specs.OutputPath);

        CommandResult run = (await site.MerlinAsync(["run", "specs/place.yaml", "--local", .. options])).Ended(0);

        Assert.Contains($"OUTPUT_PATH: {expected}", run.Text);
        Assert.True(site.Workspace(expected).Finished("step1"));
        Assert.Equal([expected, "specs"], Directory.EnumerateDirectories(site.Work)
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    });

    [Theory]
    [InlineData("NOPE=1", "NOPE")]
    [InlineData("WORKSPACE=1", "Cannot override reserved word")]
    [InlineData("SUB", "requires '=' operator")]
    [InlineData("SUB=a=b", "ONE '=' operator")]
    [InlineData("$SUB=a", "valid variable names")]
    [InlineData("=a", "valid variable names")]
    public Task A_wrong_override_is_refused_before_anything_is_made(string word, string message) => AtAsync(async site =>
    {
        site.Write("place.yaml", Specs.OutputPath);

        CommandResult run = (await site.MerlinAsync("run", "place.yaml", "--local", "--vars", word)).Ended(1);

        Assert.Contains(message, run.Error);
        Assert.Empty(Directory.EnumerateDirectories(site.Work));
    });

    [Fact]
    public Task An_output_path_that_cannot_be_made_is_named() => AtAsync(async site =>
    {
        site.Write("place.yaml", Specs.OutputPath);
        site.Write("file", "");

        CommandResult run = (await site.MerlinAsync(
            "run", "place.yaml", "--local", "--vars", "OUTPUT_PATH=file/below")).Ended(1);

        Assert.Contains(Path.Combine(site.Work, "file"), run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    });

    [Fact]
    public Task Provenance_shows_the_spec_before_between_and_after() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: $(NAME)_study, description: d}
            env:
                variables:
                    NAME: lev
                    N_SAMPLES: 10
                    SCRIPTS: $(MERLIN_INFO)/scripts
                    HELLO: $(SCRIPTS)/hello_world.py
            study: [{name: step1, description: d, run: {cmd: 'echo $(NAME) $(N_SAMPLES) $(HELLO)'}}]
            """,
            options: ["--vars", "NAME=foo", "N_SAMPLES=8"]);

        Assert.StartsWith("foo_study_", Path.GetFileName(workspace.Path), StringComparison.Ordinal);
        string original = workspace.Text("merlin_info/spec.orig.yaml");
        Assert.Contains("NAME: lev", original);
        Assert.Contains("name: $(NAME)_study", original);
        string partial = workspace.Text("merlin_info/spec.partial.yaml");
        Assert.Contains("name: $(NAME)_study", partial);
        Assert.Contains("NAME: foo", partial);
        Assert.Contains($"HELLO: {workspace.Info}/scripts/hello_world.py", partial);
        Assert.Contains("$(N_SAMPLES)", partial);
        string expanded = workspace.Text("merlin_info/spec.expanded.yaml");
        Assert.Contains("name: foo_study", expanded);
        Assert.Contains("N_SAMPLES: 8", expanded);
        Assert.DoesNotContain("$(NAME)", expanded);
        Assert.Equal($"foo 8 {workspace.Info}/scripts/hello_world.py\n", workspace.Text("step1/step1.out"));
    });

    [Fact]
    public Task A_name_that_expands_to_a_path_is_refused() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: $(NAME)_study, description: d}
            env: {variables: {NAME: a/b}}
            study: [{name: step1, description: d, run: {cmd: 'echo $(NAME)'}}]
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(1);

        Assert.Contains("a/b_study", run.Error);
        Assert.Empty(Directory.EnumerateDirectories(site.Work));
    });

    [Fact]
    public Task Tokens_name_the_places_of_the_run() => AtAsync(async site =>
    {
        string spec = site.Write(
            "specs/my.spec.partial.yaml",
            """
            description: {name: tokens, description: d}
            env:
                variables:
                    V: "~/x/$HOME"
                    lower: lv
                    OUTPUT_PATH: out
            study:
                - name: places
                  description: d
                  run:
                    cmd: 'echo $(SPECROOT) $(MERLIN_WORKSPACE) $(MERLIN_INFO) $(MERLIN_TIMESTAMP); pwd'
                - {name: values, description: d, run: {cmd: "echo $(V) $(lower) $(LOWER)\necho $HOME"}}
                - name: files
                  description: d
                  run:
                    cmd: 'ls $(MERLIN_SPEC_ORIGINAL_TEMPLATE) $(MERLIN_SPEC_EXECUTED_RUN) $(MERLIN_SPEC_ARCHIVED_COPY)'
                - name: codes
                  description: d
                  run:
                    cmd: >-
                        echo $(MERLIN_SUCCESS) $(MERLIN_RESTART) $(MERLIN_SOFT_FAIL) $(MERLIN_HARD_FAIL) $(MERLIN_RETRY)
                        $(MERLIN_STOP_WORKERS) $(MERLIN_RAISE_ERROR)
            """);

        (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        StudyWorkspace workspace = site.Workspace("out");
        Assert.Equal(
            $"{site.Work}/specs {workspace.Path} {workspace.Info} {workspace.Timestamp}\n{workspace.Path}/places\n",
            workspace.Text("places/places.out"));
        Assert.Equal($"{site.Home}/x/{site.Home} lv lv\n{site.Home}\n", workspace.Text("values/values.out"));
        Assert.Contains("\necho $HOME\n", workspace.Text("values/values.sh"));
        Assert.Equal(
            string.Concat(((string[])["expanded", "orig", "partial"])
                .Select(kind => $"{workspace.Info}/my.spec.{kind}.yaml\n")),
            workspace.Text("files/files.out"));
        Assert.Equal("0 100 101 102 104 105 106\n", workspace.Text("codes/codes.out"));
        Assert.Contains("$(MERLIN_STOP_WORKERS)", workspace.Text("merlin_info/my.spec.expanded.yaml"));
        Assert.DoesNotContain("$(MERLIN_RETRY)", workspace.Text("merlin_info/my.spec.expanded.yaml"));
    });

    [Fact]
    public Task A_step_can_run_the_study_again_from_the_partial_spec() => AtAsync(async site =>
    {
        site.Write(
            "spec.yaml",
            """
            description: {name: iterate_$(ITER), description: d}
            env: {variables: {ITER: 1}}
            study:
                - name: again
                  description: d
                  run:
                    cmd: |
                        cd $(SPECROOT)
                        if [ $(ITER) -lt 2 ]; then merlin run --local $(MERLIN_INFO)/*partial.yaml --vars ITER=2; fi
            """);

        (await site.MerlinAsync("run", "--local", "spec.yaml")).Ended(0);

        string[] names = [.. site.Workspaces().Select(path => Path.GetFileName(path)[.."iterate_N".Length])];
        Assert.Equal(["iterate_1", "iterate_2"], names);
        Assert.True(new StudyWorkspace(site.Workspaces()[0]).Finished("again"));
        var second = new StudyWorkspace(site.Workspaces()[1]);
        Assert.Equal(".state spec.expanded.yaml spec.orig.yaml spec.partial.yaml", second.List("merlin_info"));
        Assert.True(second.Finished("again"));
    });
}
