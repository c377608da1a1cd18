using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Spec;

public sealed class VerificationTests : IDisposable
{
    private const string Head = "description: {name: n, description: d}\n";
    private const string Step = "study: [{name: s, description: d, run: {cmd: echo}}]\n";
    private const string Merlin = "merlin: {resources: {task_server: celery}}\n";
    private readonly SpecDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Minimum_spec_is_accepted_with_a_warning_about_the_merlin_block()
    {
        SpecFile file = _directory.Load(Head + Step);

        SpecProblem warning = Assert.Single(file.Warnings);
        Assert.Contains("'merlin' block", warning.Message, StringComparison.Ordinal);
        Assert.Equal("spec", file.BaseName);
        Assert.Equal(Head + Step, System.Text.Encoding.UTF8.GetString(file.OriginalBytes.Span));
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_their_places()
    {
        SpecException refusal = _directory.Refuse(
            Head + "batch: {type: 5}\nstudy:\n- name: a\n  description: d\n  run:\n    cmd: x\n    max_retries: 0\n    nodes: abc\n- name: b\n  run: {cmd: y, depends: [c]}\n" + Merlin);

        Assert.Equal(
            ["2:15 batch.type", "8:18 study[0] step 'a' → run.max_retries", "9:12 study[0] step 'a' → run.nodes", "10:3 study[1] step 'b'", "11:27 study[1] step 'b' → run.depends"],
            refusal.Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.Key}"));
        Assert.Contains("spec.yaml:8:18: study[0] step 'a' → run.max_retries: must be an integer of at least 1, but is the integer 0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env: {variabels: {A: 1}}\n", "variables")]
    [InlineData("merlin: {resorces: {}}\n", "resources")]
    [InlineData("merlin: {samples: {file: f, column_labels: [X], level_max_dir: 3}}\n", "level_max_dirs")]
    [InlineData("merlin: {samples: {file: f, column_labels: [X], generate: {cmd: x, comand: y}}}\n", "cmd")]
    [InlineData("bach: {type: local}\n", "batch")]
    [InlineData("batch: {bnak: x}\n", "bank")]
    public void Unknown_keys_are_warnings_with_the_nearest_known_key(string text, string nearest)
    {
        SpecFile file = _directory.Load(Head + Step + text);

        SpecProblem warning = Assert.Single(file.Warnings, warning => warning.Message.StartsWith("unknown key", StringComparison.Ordinal));
        Assert.Equal(3, warning.Line);
        if (nearest != "cmd")
        {
            Assert.Contains($"did you mean '{nearest}'?", warning.Message, StringComparison.Ordinal);
        }

        Assert.Contains("unknown key", _directory.Refuse(Head + Step + text, new SpecLoadOptions { Strict = true }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flux", "{cmd: $(LAUNCHER) x, procs: 2, launch: job}", "would wait inside the step's own job")]
    [InlineData("flux", "{cmd: $(VLAUNCHER) x, launch: job}", "would wait inside the step's own job")]
    [InlineData("local", "{cmd: x, nodes: 2, launch: rexec}", "the step has nodes: 2")]
    [InlineData("local", "{cmd: x, nodes: 3, launch: spawn}", "the step has nodes: 3")]
    public void A_way_to_start_that_cannot_work_is_refused_with_its_place(string type, string run, string reason)
    {
        SpecException refusal = _directory.Refuse(
            $"{Head}batch: {{type: {type}}}\nstudy:\n- name: a\n  description: d\n  run: {run}\n{Merlin}");

        SpecProblem problem = Assert.Single(refusal.Problems);
        Assert.Equal((6, "study[0] step 'a' → run.launch"), (problem.Line, problem.Key));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{cmd: x, shell_server: true, shell: /bin/sh}", "shell_server", "the step's shell is '/bin/sh'")]
    [InlineData("{cmd: x, shell_server: true, shell: /bin/bash -e}", "shell_server", "only bash without options")]
    [InlineData("{cmd: x, shell_server: 1}", "shell_server", "must be true or false")]
    [InlineData("{cmd: x, shell_server: true, serve: true}", "serve", "are both true")]
    [InlineData("{cmd: x, serve: true, restart: y}", "serve", "the step has a 'restart'")]
    [InlineData("{cmd: x, serve: true, launch: job}", "serve", "'launch' is 'job'")]
    [InlineData("{cmd: x, serve: true, nodes: 2}", "serve", "nodes: 2")]
    public void A_server_that_cannot_be_is_refused_with_its_place(string run, string key, string reason)
    {
        SpecException refusal = _directory.Refuse($"{Head}study:\n- name: a\n  description: d\n  run: {run}\n{Merlin}");

        SpecProblem problem = Assert.Single(refusal.Problems);
        Assert.Equal($"study[0] step 'a' → run.{key}", problem.Key);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{cmd: x, shell_server: true}")]
    [InlineData("{cmd: x, shell_server: true, shell: /usr/bin/env bash}")]
    [InlineData("{cmd: x, shell_server: false, shell: /bin/sh}")]
    [InlineData("{cmd: x, serve: true}")]
    public void A_server_that_can_be_is_taken(string run) => Assert.Empty(
        _directory.Load($"{Head}study:\n- name: a\n  description: d\n  run: {run}\n{Merlin}").Warnings);

    [Theory]
    [InlineData("local", "{cmd: $(LAUNCHER) x, procs: 2, launch: job}")]
    [InlineData("flux", "{cmd: $(LAUNCHER) x, launch: job}")]
    [InlineData("flux", "{cmd: $(LAUNCHER) x, procs: 2, launch: spawn}")]
    public void A_launcher_that_is_not_written_out_is_none(string type, string run) => Assert.Empty(
        _directory.Load($"{Head}batch: {{type: {type}}}\nstudy:\n- name: a\n  description: d\n  run: {run}\n{Merlin}").Warnings);

    [Fact]
    public void A_samples_file_needs_a_samples_block() => Assert.Contains(
        "merlin.samples: a samples file is given on the command line, and the spec has no samples",
        _directory.Refuse(Head + Step + Merlin, new SpecLoadOptions { HasSamplesFile = true }).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_override_of_what_is_no_variable_is_a_warning()
    {
        SpecFile file = _directory.Load(
            Head + Step + Merlin + "env: {variables: {size: 1}, labels: {L: 2}}\n# SIZE L\n",
            new SpecLoadOptions { Variables = ["SIZE=3", "L=4"] });

        Assert.Equal(
            "--vars: 'SIZE' is not defined in env.variables or env.labels, so its value is not used: did you mean 'size'?",
            Assert.Single(file.Warnings).ToString());
    }

    [Fact]
    public void A_word_that_shares_no_letter_is_no_hint() => Assert.EndsWith(
        "there is no step 'x'",
        Assert.Single(_directory.Refuse(
            Head + Merlin + "study: [{name: s, description: d, run: {cmd: echo, depends: [x]}}]\n").Problems).Message.Split(':')[0],
        StringComparison.Ordinal);

    [Fact]
    public void Unknown_keys_of_steps_are_warnings()
    {
        SpecFile file = _directory.Load(Head + "study: [{name: s, description: d, desc: x, run: {cmd: echo, task-queue: q}}]\n" + Merlin);

        Assert.Equal(
            ["study[0] step 's' → desc", "study[0] step 's' → run.task-queue"], file.Warnings.Select(warning => warning.Key));
        Assert.Contains("'task_queue'", file.Warnings[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("description: {name: n, description: d, version: 3}\n" + Step)]
    [InlineData(Head + Step + "user: {any: [thing, {x: y}]}\n")]
    [InlineData(Head + Step + "batch:\nenv:\nglobal.parameters:\nuser:\n")]
    [InlineData(Head + Step + "batch: {type: , bank: , queue: , shell: , walltime: , dry_run: }\n")]
    [InlineData(Head + Step + "batch: {type: unheard_of, nodes: $(N), walltime: 01:30:00}\n")]
    [InlineData(Head + Step + "env: {variables: {A: 1, B: 1.5, C: text, D: [1, a]}, labels: {L: $(P.label)}, sources: [x]}\n")]
    [InlineData(Head + Step + "env: {dependencies: {spack: {type: x, package_name: y}}}\n")]
    [InlineData(Head + Step + "merlin: {samples: }\n")]
    [InlineData(Head + Step + "merlin: {resources: {task_server: merlin, overlap: true, workers: {$(W): {steps: [all], nodes: $(N), batch: , machines: [a, b]}}}}\n")]
    [InlineData(Head + Step + "merlin: {resources: {workers: {w: {instance: {nodes: $(N), cores: 4, levels: auto}}, v: {instance: {nodes: 2, levels: 1}}, u: {instance: }}}}\n")]
    [InlineData(Head + Step + "merlin: {samples: {file: f.csv, column_labels: [X, Y], level_max_dirs: 2, generate: }}\n")]
    [InlineData(Head + "study:\n- {name: a, description: d, run: {cmd: x, depends: [b_*]}}\n- {name: b, description: d, run: {cmd: y}}\n")]
    [InlineData(Head + "study: [{name: s, description: d, run: {cmd: x, task_queue: none, shell: , max_retries: , retry_delay: 0, timeout: 1.5}}]\n")]
    [InlineData(Head + "study: [{name: s, description: d, run: {cmd: x, timeout: '1:00:00:00', nodes: $(N), procs: 4, gpus: 0, cores per task: $(C)}}]\n")]
    [InlineData(Head + "study: [{name: s, description: d, run: {cmd: x, timeout: $(T), exclusive: $(E), priority: Expedited, nested: true, qos: q, pre: p, post: p, reservation: r, bind gpus: x, exit_on_error: 0}}]\n")]
    [InlineData(Head + "study: [{name: s, description: d, run: {cmd: x, walltime: 10:00:00, batch: {type: flux, other: 1}, slurm: -p x, lsf: y, flux: z}}]\n")]
    public void What_users_have_is_accepted(string text) =>
        Assert.DoesNotContain(_directory.Load(text).Warnings, warning => warning.Severity == SpecSeverity.Error);

    [Theory]
    [InlineData("{nodes: 0}", "w.instance.nodes: must be an integer of at least 1 or one token $(NAME), but is the integer 0")]
    [InlineData("{cores: many}", "w.instance.cores: must be an integer of at least 1")]
    [InlineData("{levels: 3}", "w.instance.levels: must be auto, 1 or 2, but is the integer 3")]
    [InlineData("[1]", "w.instance: must be a mapping")]
    [InlineData("{nodes: 2, cores: 4}", "w.instance.cores: splits a node")]
    public void A_wrong_shape_of_instances_is_refused(string instance, string message) => Assert.Contains(
        message,
        _directory.Refuse(Head + Step + $"merlin: {{resources: {{workers: {{w: {{instance: {instance}}}}}}}}}\n").Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("env: {variables: {A: 12:30}}\n", "reads '12:30' as 750")]
    [InlineData("env: {variables: {A: 010}}\n", "reads '010' as 8")]
    [InlineData("global.parameters: {P: {values: [on], label: P.%%}}\n", "reads 'on' as True")]
    [InlineData("batch: {type: lsf, walltime: 10:00}\n", "no effect")]
    [InlineData("batch: {type: lsf, type: local}\n", "twice")]
    public void Surprises_are_warned_of(string text, string message) =>
        Assert.Contains(_directory.Load(Head + Step + Merlin + text).Warnings, warning => warning.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Samples_file_from_outside_need_not_stand_in_the_spec()
    {
        const string Text = Head + Step + "merlin: {samples: {column_labels: [X]}}\n";

        Assert.Contains("'file'", _directory.Refuse(Text).Message, StringComparison.Ordinal);
        Assert.NotNull(_directory.Load(Text, new SpecLoadOptions { HasSamplesFile = true }));
    }

    [Theory]
    [InlineData("x.yaml", "x")]
    [InlineData("x.partial.yaml", "x")]
    [InlineData("x.expanded.yaml", "x")]
    [InlineData("x.orig.yaml", "x")]
    [InlineData("x.out.yml", "x")]
    [InlineData("a.b.yaml", "a.b")]
    public void Base_name_is_without_the_marks_of_copies(string name, string expected) =>
        Assert.Equal(expected, SpecFile.Load(_directory.Write(name, Head + Step), new SpecLoadOptions()).BaseName);

    [Theory]
    [InlineData("10", 10)]
    [InlineData("30:00", 1800)]
    [InlineData("2:00:00", 7200)]
    [InlineData("1:02:03:04", 93784)]
    [InlineData("1d:2h:3m:4s", 93784)]
    public void Walltimes(string text, long seconds)
    {
        Assert.True(Walltime.TryParse(text, out long parsed));
        Assert.Equal(seconds, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1:2:3:4:5")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void No_walltimes(string text) => Assert.False(Walltime.TryParse(text, out _));
}
