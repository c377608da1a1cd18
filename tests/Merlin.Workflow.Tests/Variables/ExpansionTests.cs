using System.Text.RegularExpressions;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Tests.Spec;
using Merlin.Workflow.Variables;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Variables;

public sealed class ExpansionTests : IDisposable
{
    private const string Timestamp = "20260102-030405";
    private readonly SpecDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private ExpansionContext Context => new()
    {
        CurrentDirectory = _directory.Root,
        Timestamp = Timestamp,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = "/home/u", ["TOOL"] = "hammer" },
        HomeDirectory = "/home/u",
    };

    private ExpandedSpec Expand(string text, params string[] variables) =>
        SpecExpander.Expand(_directory.Load(text, new SpecLoadOptions { Variables = variables }), Context);

    private static string Spec(string env, string cmd, string name = "study name") =>
        $"description: {{name: {name}, description: d}}\nenv:\n  variables: {{{env}}}\nstudy:\n- name: s\n  description: d\n  run:\n    cmd: {cmd}\n";

    [Fact]
    public void Place_comes_from_name_time_and_current_directory()
    {
        ExpandedSpec study = Expand(Spec("A: 1", "echo"));

        Assert.Equal("study_name", study.StudyName);
        Assert.Equal(_directory.Root, study.OutputPath);
        Assert.Equal(Path.Combine(_directory.Root, "study_name_" + Timestamp), study.Workspace);
        Assert.Equal(Path.Combine(study.Workspace, "merlin_info"), study.InfoDirectory);
        Assert.Equal(Timestamp, study.Timestamp);
    }

    [Theory]
    [InlineData("", "output_path_no_substitution")]
    [InlineData("OUTPUT_PATH=output_path_substitution", "output_path_substitution")]
    [InlineData("SUB=variable_sub", "output_path_variable_sub")]
    public void Output_path_may_be_overridden(string word, string expected)
    {
        ExpandedSpec study = Expand(
            Spec("SUB: no_substitution, OUTPUT_PATH: output_path_$(SUB)", "echo $(OUTPUT_PATH)"),
            word.Length == 0 ? [] : [word]);

        Assert.Equal(Path.Combine(_directory.Root, expected), study.OutputPath);
        Assert.Equal("echo " + expected, study.Spec.Steps[0].Cmd);
    }

    [Fact]
    public void Default_output_path_is_absolute_in_texts() =>
        Assert.Equal("echo " + _directory.Root, Expand(Spec("A: 1", "echo $(OUTPUT_PATH)")).Spec.Steps[0].Cmd);

    [Fact]
    public void Output_path_takes_home_and_environment()
    {
        Assert.Equal("/home/u/x/hammer", Expand(Spec("OUTPUT_PATH: ~/x/$TOOL", "echo")).OutputPath);
        Assert.Equal(Path.Combine(_directory.Root, "o"), Expand(Spec("OUTPUT_PATH: $(SPECROOT)/o", "echo")).OutputPath);
    }

    [Fact]
    public void Values_are_texts_as_python_writes_them() => Assert.Equal(
        "echo 0.1 8 750 1e-5 010 [1, 'b'] 1.0",
        Expand(Spec("A: 0.10, B: 010, C: 12:30, D: 1e-5, E: '010', F: [1, b], G: 1.", "echo $(A) $(B) $(C) $(D) $(E) $(F) $(G)")).Spec.Steps[0].Cmd);

    [Fact]
    public void Variables_see_those_before_them_only() => Assert.Equal(
        "echo a-b $(C)-c x",
        Expand(Spec("A: a, B: $(A)-b, BAD: $(C)-c, C: x", "echo $(B) $(BAD) $(C)")).Spec.Steps[0].Cmd);

    [Fact]
    public void Lower_case_names_are_upper_case_tokens_and_in_steps_both()
    {
        ExpandedSpec study = Expand(
            "description: {name: 'n-$(LOWER)', description: 'n-$(lower)'}\nenv: {variables: {lower: lv}}\nstudy: [{name: s, description: d, run: {cmd: 'echo $(LOWER) $(lower)'}}]\n");

        Assert.Equal("n-lv", study.StudyName);
        Assert.Equal("n-$(lower)", study.Spec.Description);
        Assert.Equal("echo lv lv", study.Spec.Steps[0].Cmd);
    }

    [Fact]
    public void Special_tokens_have_their_values()
    {
        ExpandedSpec study = Expand(Spec(
            "A: 1",
            "echo $(SPECROOT) $(MERLIN_WORKSPACE) $(MERLIN_INFO) $(MERLIN_TIMESTAMP) $(MERLIN_SUCCESS) $(MERLIN_RESTART) $(MERLIN_SOFT_FAIL) $(MERLIN_HARD_FAIL) $(MERLIN_RETRY) $(MERLIN_STOP_WORKERS) $(MERLIN_RAISE_ERROR) $(MERLIN_SPEC_ORIGINAL_TEMPLATE)"));

        Assert.Equal(
            $"echo {_directory.Root} {study.Workspace} {study.InfoDirectory} {Timestamp} 0 100 101 102 104 $(MERLIN_STOP_WORKERS) $(MERLIN_RAISE_ERROR) {study.InfoDirectory}/spec.orig.yaml",
            study.Spec.Steps[0].Cmd);
    }

    [Fact]
    public void Environment_is_expanded_outside_commands_only()
    {
        ExpandedSpec study = Expand(
            "description: {name: n, description: '$TOOL ${TOOL} $NONE ~ x'}\nenv: {variables: {V: '~/x/$HOME', W: 'x~'}}\nbatch: {flux_path: ~/bin}\n"
            + "study: [{name: s, description: $TOOL, run: {cmd: 'echo $HOME $(V) $(W)', restart: 'echo ~ $TOOL', task_queue: '$TOOL'}}]\n");

        Assert.Equal("hammer hammer $NONE ~ x", study.Spec.Description);
        Assert.Equal("/home/u/bin", study.Spec.Batch.FluxPath);
        StepSpec step = study.Spec.Steps[0];
        Assert.Equal("echo $HOME /home/u/x//home/u x~", step.Cmd);
        Assert.Equal("echo ~ $TOOL", step.Restart);
        Assert.Equal("hammer", step.TaskQueue);
        Assert.Equal("hammer", step.Description);
    }

    [Fact]
    public void Keys_and_workers_are_expanded_too()
    {
        ExpandedSpec study = Expand(Spec("W: fast, N: 3", "echo") + "merlin: {resources: {workers: {$(W)_worker: {steps: [s], nodes: $(N)}}}}\n");

        WorkerSpec worker = Assert.Single(study.Spec.Resources.Workers);
        Assert.Equal("fast_worker", worker.Name);
        Assert.Equal("3", worker.Nodes);
    }

    [Fact]
    public void Numbers_behind_tokens_become_numbers()
    {
        ExpandedSpec study = Expand(Spec("N: 3", "echo\n    nodes: $(N)\n    procs: $(P)") + "global.parameters: {P: {values: [1, 2], label: P.%%}}\n");

        StepSpec step = study.Spec.Steps[0];
        Assert.Equal(3, step.Nodes);
        Assert.Null(step.Procs);
        var filled = (YamlMapping)step.Node.Rewrite(text => text.Replace("$(P)", "2", StringComparison.Ordinal));
        Assert.Equal(2, StepSpec.Read(filled, study.Spec.Batch, study.Spec.File).Procs);
        SpecException refusal = Assert.Throws<SpecException>(() => StepSpec.Read(step.Node, study.Spec.Batch, study.Spec.File));
        Assert.Contains("run.procs", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_behind_token_that_is_none_is_refused()
    {
        SpecException refusal = Assert.Throws<SpecException>(() => Expand(Spec("N: many", "echo\n    nodes: $(N)")));

        Assert.Contains("run.nodes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_columns_become_names_and_vector()
    {
        ExpandedSpec study = Expand(
            Spec("A: 1", "echo $(MERLIN_SAMPLE_NAMES) / $(MERLIN_SAMPLE_VECTOR)") + "merlin: {samples: {file: $(MERLIN_INFO)/x.csv, column_labels: [X, Y]}}\n");

        Assert.Equal("echo X Y / $(X) $(Y)", study.Spec.Steps[0].Cmd);
        SamplesSpec samples = study.Spec.Samples!;
        Assert.Equal(study.InfoDirectory + "/x.csv", samples.File);
        Assert.Equal(["X", "Y"], samples.ColumnLabels);
        Assert.Equal(25, samples.LevelMaxDirs);
        Assert.NotEmpty(samples.GenerateCommand);
    }

    [Fact]
    public void Samples_file_from_outside_replaces_the_specs()
    {
        SpecFile file = _directory.Load(Spec("A: 1", "echo") + "merlin: {samples: {generate: {cmd: make it}, file: x.csv, column_labels: [X]}}\n");

        ExpandedSpec study = SpecExpander.Expand(file, Context with { SamplesFile = "/data/s.npy" });

        Assert.Equal("/data/s.npy", study.Spec.Samples!.File);
        Assert.DoesNotContain("make it", study.Spec.Samples.GenerateCommand, StringComparison.Ordinal);

        // The copy is a whole spec again: the next iteration is run from it.
        string copy = _directory.Write("next.yaml", study.PartialYaml);
        Assert.DoesNotContain("make it", study.PartialYaml, StringComparison.Ordinal);
        Assert.Empty(SpecFile.Load(copy, new SpecLoadOptions { HasSamplesFile = true }).Warnings);
    }

    [Fact]
    public void Parameters_from_outside_show_in_the_expanded_copy_only()
    {
        SpecFile file = _directory.Load(Spec("A: 1", "echo $(P)") + "global.parameters: {P: {values: [1], label: P.%%}}\n");

        ExpandedSpec study = SpecExpander.Expand(
            file, Context with { ParameterOverride = [new ParameterSpec("Q", "Q", "Q.%%", [YamlScalar.Of(7), YamlScalar.Quoted("8")])] });

        Assert.Equal("Q", Assert.Single(study.Spec.Parameters).Key);
        Assert.Contains("Q.%%", study.ExpandedYaml, StringComparison.Ordinal);
        Assert.DoesNotContain("Q.%%", study.PartialYaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_show_what_their_names_say()
    {
        ExpandedSpec study = Expand(Spec("NAME: lev, N: 5, S: $(MERLIN_INFO)/scripts", "echo $(NAME) $(S)", "$(NAME)_study"), "NAME=foo", "N=008");

        Assert.Equal("foo_study", study.StudyName);
        Assert.Contains("name: $(NAME)_study", study.PartialYaml, StringComparison.Ordinal);
        Assert.Contains("NAME: foo\n", study.PartialYaml, StringComparison.Ordinal);
        Assert.Contains($"S: {study.InfoDirectory}/scripts", study.PartialYaml, StringComparison.Ordinal);
        Assert.Contains("N: 8\n", study.PartialYaml, StringComparison.Ordinal);
        Assert.Contains("name: foo_study", study.ExpandedYaml, StringComparison.Ordinal);
        Assert.DoesNotContain("$(NAME)", study.ExpandedYaml, StringComparison.Ordinal);
        Assert.Matches(new Regex("max_retries: 30"), study.PartialYaml);
    }

    [Theory]
    [InlineData("X", "requires '=' operator")]
    [InlineData("X=1=2", "ONE '=' operator")]
    [InlineData("=1", "valid variable names")]
    [InlineData("$X=1", "valid variable names")]
    [InlineData("WORKSPACE=1", "Cannot override reserved word")]
    [InlineData("NOPE=1", "does not occur")]
    public void Bad_overrides_are_refused(string word, string message)
    {
        SpecException refusal = Assert.Throws<SpecException>(() => Expand(Spec("A: 1", "echo WORKSPACE"), word));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A=007", "7")]
    [InlineData("A=1_000", "1000")]
    [InlineData("A=-5", "-5")]
    [InlineData("A=0.10", "0.10")]
    [InlineData("A=yes", "yes")]
    [InlineData("A=x y", "x y")]
    [InlineData("A=", "")]
    public void Overrides_are_integers_or_texts_as_typed(string word, string value) =>
        Assert.Equal($"echo [{value}]", Expand(Spec("A: 1", "'echo [$(A)]'"), word).Spec.Steps[0].Cmd);

    [Theory]
    [InlineData("a/b")]
    [InlineData("$(A)")]
    [InlineData("$(UNDEFINED)")]
    public void Names_that_are_no_directory_names_are_refused(string name)
    {
        SpecException refusal = Assert.Throws<SpecException>(() => Expand(Spec("A: x/y", "echo", name)));

        SpecProblem problem = Assert.Single(refusal.Problems);
        Assert.Equal("description.name", problem.Key);
        Assert.Equal(1, problem.Line);
    }

    [Fact]
    public void Variables_that_double_each_other_are_refused()
    {
        string doubling = string.Join(", ", Enumerable.Range(1, 60).Select(i => $"A{i}: $(A{i - 1})$(A{i - 1})"));

        SpecException refusal = Assert.Throws<SpecException>(() => Expand(Spec("A0: xxxxxxxx, " + doubling, "echo")));

        Assert.Contains("check variables", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dependencies_become_absolute_paths_and_tokens()
    {
        File.WriteAllText(Path.Combine(_directory.Root, "data"), "");
        const string Text = "description: {name: n, description: d}\nenv:\n  variables: {SUB: sub}\n  dependencies:\n    paths: [{name: DATA, path: data}]\n"
            + "    git: [{name: code, path: $(SUB), url: /repo, tag: v1}]\nstudy: [{name: s, description: d, run: {cmd: 'echo $(DATA) $(code)'}}]\n";

        ExpandedSpec study = Expand(Text);

        Assert.Equal($"echo {_directory.Root}/data {_directory.Root}/sub/code", study.Spec.Steps[0].Cmd);
        GitDependencySpec repository = Assert.Single(study.Spec.Env.Repositories);
        Assert.Equal(("code", "/repo", _directory.Root + "/sub/code", "v1"), (repository.Name, repository.Source, repository.Directory, repository.Revision));
        File.Delete(Path.Combine(_directory.Root, "data"));
        Assert.Contains("does not exist", Assert.Throws<SpecException>(() => Expand(Text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dependencies_that_only_expansion_shows_are_checked()
    {
        const string Steps = "study:\n- {name: a, description: d, run: {cmd: x}}\n- {name: b, description: d, run: {cmd: x, depends: [$(D)]}}\n";

        ExpandedSpec study = Expand("description: {name: n, description: d}\nenv: {variables: {D: a}}\n" + Steps);

        Assert.Equal(["a"], study.Spec.Steps[1].Depends);
        SpecException refusal = Assert.Throws<SpecException>(() => Expand("description: {name: n, description: d}\nenv: {variables: {D: c}}\n" + Steps));
        Assert.Contains("no step 'c'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reopened_study_knows_its_place()
    {
        ExpandedSpec study = Expand(Spec("A: 1", "echo $(A)"));
        SpecFile copy = SpecFile.LoadExpanded(_directory.Write("spec.expanded.yaml", study.ExpandedYaml));

        ExpandedSpec reopened = SpecExpander.Reopen(copy, study.Workspace + "/");

        Assert.Equal("spec", copy.BaseName);
        Assert.Equal((study.Workspace, study.Timestamp, study.StudyName, study.OutputPath), (reopened.Workspace, reopened.Timestamp, reopened.StudyName, reopened.OutputPath));
        Assert.Equal("echo 1", reopened.Spec.Steps[0].Cmd);
    }
}
