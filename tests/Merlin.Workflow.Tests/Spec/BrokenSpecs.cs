using System.Globalization;
using System.Text;

namespace Merlin.Workflow.Tests.Spec;

/// <summary>A corpus of files that users, editors and attackers hand over as specs, and that must be refused.</summary>
public static class BrokenSpecs
{
    private const string Head = "description: {name: n, description: d}\n";
    private const string Step = "study: [{name: s, description: d, run: {cmd: echo}}]\n";

    /// <summary>The whole corpus.</summary>
    public static IEnumerable<BrokenSpec> All() =>
        [.. Bytes(), .. Syntax(), .. Bombs(), .. Blocks(), .. Steps(), .. RunKeys(), .. Environment(), .. Parameters(), .. Merlin()];

    private static IEnumerable<BrokenSpec> Bytes()
    {
        yield return new("empty", [], "empty");
        yield return Of("only-comment", "# nothing\n", "empty");
        yield return Of("only-blanks", "   \n\n  \n", "empty");
        yield return Of("only-null", "~\n");
        yield return Of("nul-byte", Head + "study: \0\n", "U+0000");
        yield return Of("nul-escape", Head + "study: [{name: s, description: d, run: {cmd: \"a\\0b\"}}]\n", "NUL");
        yield return Of("bell", Head + "study: a\u0007b\n", "U+0007");
        yield return new("elf", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0xFE, 0xED]);
        yield return new("random", RandomBytes(4096));
        yield return new("latin-1", [.. Encoding.UTF8.GetBytes(Head + "study: caf"), 0xE9, (byte)'\n'], "UTF-8");
        yield return new("truncated-utf-8", [.. Encoding.UTF8.GetBytes(Head + "# "), 0xE2, 0x82], "UTF-8");
        yield return new("overlong-utf-8", [.. Encoding.UTF8.GetBytes(Head + "# "), 0xC0, 0xAF], "UTF-8");
        yield return new("utf-16-little", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Head + Step)], "UTF-16");
        yield return new("utf-16-big", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Head + Step)], "UTF-16");
        yield return new("too-large", [.. Encoding.UTF8.GetBytes(Head + Step + "#"), .. Enumerable.Repeat((byte)'x', 17 * 1024 * 1024)], "16 MiB");
        yield return Of("next-line-control", Head + "study: \u0080\n");
    }

    private static IEnumerable<BrokenSpec> Syntax()
    {
        yield return Of("tab-indentation", "description:\n\tname: n\n\tdescription: d\n", "tab");
        yield return Of("tab-after-blanks", "description:\n  name: n\n\tdescription: d\n", "tab");
        yield return Of("bad-indentation", "description:\n  name: n\n description: d\n");
        yield return Of("deeper-without-key", "description:\n  name: n\n    description: d\n");
        yield return Of("missing-colon", Head + "study\n- name: s\n");
        yield return Of("no-blank-after-colon", "description:{name: n}\n");
        yield return Of("unclosed-bracket", Head + "study: [1, 2\n");
        yield return Of("unclosed-brace", "description: {name: n\n");
        yield return Of("stray-bracket", Head + "study: ]\n");
        yield return Of("stray-brace", Head + "study: }\n");
        yield return Of("mixed-brackets", Head + "study: [1}\n");
        yield return Of("unclosed-double-quote", "description: {name: \"n, description: d}\n" + Step, "quote");
        yield return Of("unclosed-single-quote", "description: {name: 'n, description: d}\n" + Step, "quote");
        yield return Of("bad-escape", "description: {name: \"\\q\", description: d}\n" + Step);
        yield return Of("bad-hex-escape", "description: {name: \"\\xZZ\", description: d}\n" + Step);
        yield return Of("escape-beyond-unicode", "description: {name: \"\\UFFFFFFFF\", description: d}\n" + Step);
        yield return Of("escape-surrogate", "description: {name: \"\\uD800\", description: d}\n" + Step);
        yield return Of("colon-in-value", Head + "study: a: b: c\n", "colon");
        yield return Of("at-sign", Head + "study: @home\n");
        yield return Of("backtick", Head + "study: `date`\n");
        yield return Of("percent", Head + "study: %d\n");
        yield return Of("unknown-alias", Head + "study: *nowhere\n", "nowhere");
        yield return Of("self-alias", Head + "study: &a [*a]\n", "inside");
        yield return Of("self-alias-in-map", Head + "user: &a {b: {c: *a}}\n" + Step, "inside");
        yield return Of("alias-without-name", Head + "study: * \n");
        yield return Of("two-documents", Head + Step + "---\n" + Head + Step, "document");
        yield return Of("merge-of-text", Head + "<<: text\n" + Step, "<<");
        yield return Of("merge-of-list-of-texts", Head + "<<: [a, b]\n" + Step, "<<");
        yield return Of("python-object", Head + "user: !!python/object:os.system {}\n" + Step, "tag");
        yield return Of("python-tuple", Head + "user: !!python/tuple [1]\n" + Step, "tag");
        yield return Of("custom-tag", Head + "user: !mine x\n" + Step, "tag");
        yield return Of("wrong-tag", Head + "user: !!int x\n" + Step, "tag");
        yield return Of("undeclared-tag-handle", Head + "user: !e!x y\n" + Step);
        yield return Of("list-as-key", Head + "? [a, b]\n: c\n" + Step, "key");
        yield return Of("map-as-key", Head + "? {a: b}\n: c\n" + Step, "key");
        yield return Of("bad-directive", "%YAML 9.9.9\n---\n" + Head + Step);
        yield return Of("directive-without-document", "%TAG ! x\n");
        yield return Of("bad-block-header", Head + "study: |99x\n  a\n");
        yield return Of("dash-without-blank-mix", Head + "study:\n- a\nb\n- c\n");
        yield return Of("document-is-list", "[1, 2]\n", "mapping");
        yield return Of("document-is-text", "hello\n", "mapping");
        yield return Of("document-is-number", "42\n", "mapping");
        yield return Of("json-truncated", "{\"description\": {\"name\": \"n\", \"descr");
        yield return Of("xml", "<study><step/></study>\n");
        yield return Of("shell-script", "#!/bin/bash\nset -e\nfor i in 1 2; do echo $i; done\n");
        yield return Of("python-script", "import os\nprint('hello')\n");
    }

    private static IEnumerable<BrokenSpec> Bombs()
    {
        yield return Of("billion-laughs", Laughs(), "aliases");
        yield return Of("billion-laughs-maps", Laughs(asMaps: true), "aliases");
        yield return Of("long-text-aliases", LongTextAliases(), "aliases");
        yield return Of("merge-bomb", MergeBomb());
        yield return Of("deep-flow-lists", Head + "user: " + new string('[', 100_000) + "\n", "deeper");
        yield return Of("deep-flow-maps", Head + "user: " + string.Concat(Enumerable.Repeat("{a: ", 50_000)) + "\n", "deeper");
        yield return Of("deep-block-lists", Head + "user: " + string.Concat(Enumerable.Repeat("- ", 5_000)) + "\n");
        yield return Of("deep-block-maps", Head + DeepMaps(), "deeper");
        yield return Of("two-million-values", Head + "user: [" + string.Concat(Enumerable.Repeat("1,", 2_000_000)) + "]\n" + Step, "more than");
        yield return Of("million-digits", Head + "study: [{name: s, description: d, run: {cmd: x, nodes: " + new string('9', 1_000_000) + "}}]\n", "run.nodes");
    }

    private static IEnumerable<BrokenSpec> Blocks()
    {
        yield return Of("no-description", Step, "description");
        yield return Of("description-null", "description:\n" + Step, "description");
        yield return Of("description-text", "description: text\n" + Step, "description");
        yield return Of("description-without-name", "description: {description: d}\n" + Step, "name");
        yield return Of("description-without-description", "description: {name: n}\n" + Step, "'description'");
        yield return Of("description-empty", "description: {name: n, description: ''}\n" + Step, "description.description");
        yield return Of("name-empty", "description: {name: '', description: d}\n" + Step, "description.name");
        yield return Of("name-number", "description: {name: 5, description: d}\n" + Step, "description.name");
        yield return Of("name-list", "description: {name: [a], description: d}\n" + Step, "description.name");
        yield return Of("no-study", Head, "study");
        yield return Of("study-empty", Head + "study: []\n", "study");
        yield return Of("study-null", Head + "study:\n", "study");
        yield return Of("study-map", Head + "study: {a: b}\n", "study");
        yield return Of("study-text", Head + "study: all\n", "study");
        yield return Of("batch-text", Head + Step + "batch: slurm\n", "batch");
        yield return Of("batch-type-number", Head + Step + "batch: {type: 5}\n", "batch.type");
        yield return Of("batch-nodes-zero", Head + Step + "batch: {nodes: 0}\n", "batch.nodes");
        yield return Of("batch-dry-run-text", Head + Step + "batch: {dry_run: maybe}\n", "batch.dry_run");
        yield return Of("batch-launcher", Head + Step + "batch: {type: flux, launcher: mpirun}\n", "must be auto or flux-run");
        yield return Of("env-list", Head + Step + "env: [a]\n", "env");
        yield return Of("merlin-list", Head + Step + "merlin: [a]\n", "merlin");
        yield return Of("parameters-list", Head + Step + "global.parameters: [a]\n", "global.parameters");
    }

    private static IEnumerable<BrokenSpec> Steps()
    {
        yield return Of("step-text", Head + "study: [a]\n", "study[0]");
        yield return Of("step-null", Head + "study: [~]\n", "study[0]");
        yield return Of("step-without-name", Head + "study: [{description: d, run: {cmd: x}}]\n", "'name'");
        yield return Of("step-without-description", Head + "study: [{name: s, run: {cmd: x}}]\n", "'description'");
        yield return Of("step-without-run", Head + "study: [{name: s, description: d}]\n", "'run'");
        yield return Of("step-run-text", Head + "study: [{name: s, description: d, run: x}]\n", "run");
        yield return Of("step-name-empty", Head + "study: [{name: '', description: d, run: {cmd: x}}]\n", "name");
        yield return Of("step-name-boolean", Head + "study: [{name: on, description: d, run: {cmd: x}}]\n", "boolean");
        yield return Of("step-description-empty", Head + "study: [{name: s, description: '', run: {cmd: x}}]\n", "description");
        yield return Of("steps-same-name", Head + "study:\n- {name: s, description: d, run: {cmd: x}}\n- {name: s, description: d, run: {cmd: y}}\n", "'s'");
        yield return Of("depends-unknown", Run("depends: [nobody]"), "nobody");
        yield return Of("depends-self", Run("depends: [s]"), "itself");
        yield return Of("depends-self-star", Run("depends: [s_*]"), "itself");
        yield return Of("depends-text", Run("depends: s"), "depends");
        yield return Of("depends-twice", Head + "study:\n- {name: a, description: d, run: {cmd: x}}\n- {name: b, description: d, run: {cmd: y, depends: [a, a]}}\n", "twice");
        yield return Of("depends-number", Run("depends: [5]"), "depends");
        yield return Of("cycle-of-two", Cycle(2), "circle");
        yield return Of("cycle-of-ten-thousand", Cycle(10_000), "circle");
    }

    private static IEnumerable<BrokenSpec> RunKeys()
    {
        (string Name, string Key, string Value)[] wrong =
        [
            ("cmd-number", "cmd", "5"), ("cmd-null", "cmd", ""), ("cmd-list", "cmd", "[a]"), ("cmd-empty", "cmd", "''"),
            ("restart-empty", "restart", "''"), ("restart-number", "restart", "1"),
            ("max-retries-zero", "max_retries", "0"), ("max-retries-negative", "max_retries", "-1"),
            ("max-retries-text", "max_retries", "many"), ("max-retries-float", "max_retries", "1.5"),
            ("max-retries-huge", "max_retries", "1" + new string('0', 40)),
            ("retry-delay-negative", "retry_delay", "-5"), ("retry-delay-text", "retry_delay", "soon"),
            ("timeout-zero", "timeout", "0"), ("timeout-negative", "timeout", "-1"), ("timeout-text", "timeout", "later"),
            ("timeout-infinite", "timeout", ".inf"), ("timeout-boolean", "timeout", "yes"),
            ("signal-unknown", "signal", "KILL"), ("signal-zero", "signal", "USR1@0"), ("signal-text", "signal", "USR1@soon"),
            ("launch-unknown", "launch", "ssh"), ("launch-capitals", "launch", "Job"), ("launch-list", "launch", "[job]"),
            ("task-queue-number", "task_queue", "5"), ("task-queue-empty", "task_queue", "''"), ("shell-list", "shell", "[bash]"),
            ("nodes-zero", "nodes", "0"), ("nodes-text", "nodes", "abc"), ("nodes-exponent", "nodes", "1e99"),
            ("nodes-boolean", "nodes", "true"), ("nodes-token-and-more", "nodes", "'$(N)0'"), ("procs-zero", "procs", "0"),
            ("procs-huge", "procs", "1" + new string('0', 40)), ("cores-zero", "cores per task", "0"),
            ("gpus-negative", "gpus", "-1"), ("gpus-per-task-token", "gpus per task", "$(G)"),
            ("walltime-empty", "walltime", "''"), ("walltime-negative", "walltime", "-1"), ("walltime-list", "walltime", "[1]"),
            ("batch-text", "batch", "flux"), ("batch-type-empty", "batch", "{type: ''}"), ("slurm-empty", "slurm", "''"),
            ("exit-on-error-two", "exit_on_error", "2"), ("exclusive-text", "exclusive", "perhaps"),
            ("priority-text", "priority", "URGENT"), ("priority-two", "priority", "2"), ("nested-text", "nested", "perhaps"),
        ];
        return wrong.Select(item => Of(
            "run-" + item.Name,
            Head + $"study:\n- name: s\n  description: d\n  run:\n    {item.Key}: {item.Value}\n{(item.Key == "cmd" ? "" : "    cmd: x\n")}",
            item.Key));
    }

    private static IEnumerable<BrokenSpec> Environment()
    {
        string[] reserved = ["SPECROOT", "WORKSPACE", "LAUNCHER", "MERLIN_INFO", "MERLIN_SUCCESS", "MERLIN_RAISE_ERROR"];
        foreach (string name in reserved)
        {
            yield return Of($"reserved-{name}", Head + Step + $"env: {{variables: {{{name}: 1}}}}\n", "reserved");
        }

        yield return Of("variable-empty", Head + Step + "env: {variables: {A: ''}}\n", "env.variables.A");
        yield return Of("variable-null", Head + Step + "env: {variables: {A: }}\n", "env.variables.A");
        yield return Of("variable-boolean", Head + Step + "env: {variables: {A: yes}}\n", "env.variables.A");
        yield return Of("variable-map", Head + Step + "env: {variables: {A: {b: c}}}\n", "env.variables.A");
        yield return Of("variables-list", Head + Step + "env: {variables: [A]}\n", "env.variables");
        yield return Of("sources-text", Head + Step + "env: {sources: x}\n", "env.sources");
        yield return Of("name-twice", Head + Step + "env: {variables: {A: 1}, labels: {A: 2}}\n", "already");
        yield return Of("path-without-name", Head + Step + "env: {dependencies: {paths: [{path: /}]}}\n", "'name'");
        yield return Of("git-without-url", Head + Step + "env: {dependencies: {git: [{name: a, path: b}]}}\n", "'url'");
        yield return Of("git-branch-and-hash", Head + Step + "env: {dependencies: {git: [{name: a, path: b, url: c, branch: d, hash: e}]}}\n", "'hash' and 'branch'");
        yield return Of("git-tag-and-hash", Head + Step + "env: {dependencies: {git: [{name: a, path: b, url: c, tag: d, hash: e}]}}\n", "tag");
        yield return Of("spack-without-type", Head + Step + "env: {dependencies: {spack: {name: x}}}\n", "'type'");
    }

    private static IEnumerable<BrokenSpec> Parameters()
    {
        yield return Of("parameter-text", Head + Step + "global.parameters: {A: 1}\n", "global.parameters.A");
        yield return Of("parameter-without-values", Head + Step + "global.parameters: {A: {label: a}}\n", "'values'");
        yield return Of("parameter-without-label", Head + Step + "global.parameters: {A: {values: [1]}}\n", "'label'");
        yield return Of("parameter-label-list", Head + Step + "global.parameters: {A: {values: [1], label: [a]}}\n", "label");
        yield return Of("parameter-label-empty", Head + Step + "global.parameters: {A: {values: [1], label: ''}}\n", "label");
        yield return Of("parameter-values-text", Head + Step + "global.parameters: {A: {values: 1, label: a}}\n", "values");
        yield return Of("parameter-values-empty", Head + Step + "global.parameters: {A: {values: [], label: a}}\n", "at least one value");
        yield return Of("parameter-lengths", Head + Step + "global.parameters: {A: {values: [1], label: a}, B: {values: [1, 2], label: b}}\n", "equally many");
    }

    private static IEnumerable<BrokenSpec> Merlin()
    {
        yield return Of("workers-empty", Head + Step + "merlin: {resources: {workers: {}}}\n", "workers");
        yield return Of("workers-list", Head + Step + "merlin: {resources: {workers: [a]}}\n", "workers");
        yield return Of("worker-unknown-step", Head + Step + "merlin: {resources: {workers: {w: {steps: [t]}}}}\n", "'t'");
        yield return Of("worker-steps-twice", Head + Step + "merlin: {resources: {workers: {w: {steps: [s, s]}}}}\n", "twice");
        yield return Of("worker-nodes-zero", Head + Step + "merlin: {resources: {workers: {w: {nodes: 0}}}}\n", "nodes");
        yield return Of("worker-batch-text", Head + Step + "merlin: {resources: {workers: {w: {batch: flux}}}}\n", "batch");
        yield return Of("task-server-unknown", Head + Step + "merlin: {resources: {task_server: slurm}}\n", "task_server");
        yield return Of("overlap-text", Head + Step + "merlin: {resources: {overlap: perhaps}}\n", "overlap");
        yield return Of("samples-list", Head + Step + "merlin: {samples: [a]}\n", "samples");
        yield return Of("samples-without-file", Head + Step + "merlin: {samples: {column_labels: [X]}}\n", "'file'");
        yield return Of("samples-without-labels", Head + Step + "merlin: {samples: {file: a.csv}}\n", "'column_labels'");
        yield return Of("labels-twice", Head + Step + "merlin: {samples: {file: a.csv, column_labels: [X, X]}}\n", "twice");
        yield return Of("level-max-dirs-one", Head + Step + "merlin: {samples: {file: a.csv, column_labels: [X], level_max_dirs: 1}}\n", "level_max_dirs");
        yield return Of("level-max-dirs-text", Head + Step + "merlin: {samples: {file: a.csv, column_labels: [X], level_max_dirs: few}}\n", "level_max_dirs");
        yield return Of("generate-without-cmd", Head + Step + "merlin: {samples: {file: a.csv, column_labels: [X], generate: {command: x}}}\n", "'cmd'");
        yield return Of("label-is-parameter", Head + Step + "global.parameters: {X: {values: [1], label: x}}\nmerlin: {samples: {file: a.csv, column_labels: [X]}}\n", "'X'");
    }

    private static BrokenSpec Of(string name, string text, string? mentions = null) => new(name, Encoding.UTF8.GetBytes(text), mentions);

    private static string Run(string keys) => Head + $"study: [{{name: s, description: d, run: {{cmd: x, {keys}}}}}]\n";

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static string Laughs(bool asMaps = false)
    {
        var text = new StringBuilder(Head).Append("user:\n  a0: &a0 lol\n");
        for (int i = 1; i < 30; i++)
        {
            string alias = string.Create(CultureInfo.InvariantCulture, $"*a{i - 1}");
            string body = asMaps
                ? "{" + string.Join(", ", Enumerable.Range(0, 9).Select(k => $"k{k}: {alias}")) + "}"
                : "[" + string.Join(", ", Enumerable.Repeat(alias, 9)) + "]";
            text.Append(CultureInfo.InvariantCulture, $"  a{i}: &a{i} {body}\n");
        }

        return text.Append(Step).ToString();
    }

    private static string LongTextAliases() => Head + "user:\n  a: &a " + new string('x', 1_000_000) + "\n  b: ["
        + string.Join(", ", Enumerable.Repeat("*a ", 2_000)) + "]\n" + Step;

    private static string MergeBomb()
    {
        var text = new StringBuilder(Head).Append("user:\n  a0: &a0 {")
            .AppendJoin(", ", Enumerable.Range(0, 2_000).Select(k => $"k{k}: v")).Append("}\n");
        for (int i = 1; i < 2_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  a{i}: &a{i} {{<<: *a{i - 1}, m{i}: v}}\n");
        }

        return text.Append(Step).ToString();
    }

    private static string DeepMaps()
    {
        var text = new StringBuilder("user:\n");
        for (int i = 1; i < 1_000; i++)
        {
            text.Append(' ', i).Append("a:\n");
        }

        return text.ToString();
    }

    private static string Cycle(int length)
    {
        var text = new StringBuilder(Head).Append("study:\n");
        for (int i = 0; i < length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{name: s{i}, description: d, run: {{cmd: x, depends: [s{(i + 1) % length}]}}}}\n");
        }

        return text.ToString();
    }
}
