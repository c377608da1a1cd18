using System.Text;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>A hundred and more files that are no specs, each under a name that says what is wrong with it.</summary>
internal static class BrokenSpecs
{
    private const string Head = "description: {name: broken, description: d}\n";
    private const string Study = "study: [{name: s, description: d, run: {cmd: 'echo s'}}]\n";

    /// <summary>Values that fit into none of the fields that take them below.</summary>
    private static readonly (string Field, string[] Values)[] RunFields =
    [
        ("cmd", ["''", "5", "[a]", "{a: b}", "yes", "~"]),
        ("restart", ["''", "5", "[a]"]),
        ("depends", ["s", "[nobody]", "[s, s]", "[s]", "{a: b}", "[[a]]"]),
        ("max_retries", ["0", "-1", "many", "1.5", "[1]", "1e99"]),
        ("retry_delay", ["-1", "soon", "[1]", "1.5"]),
        ("timeout", ["0", "-1", "soon", "[1]", "{a: b}"]),
        ("task_queue", ["''", "[q]", "{a: b}"]),
        ("shell", ["''", "5", "[sh]"]),
        ("nodes", ["0", "-3", "abc", "1.5", "[1]", "99999999999999999999999999", "$(A)$(B)"]),
        ("procs", ["0", "abc", "{a: b}"]),
        ("cores per task", ["0", "abc"]),
        ("gpus", ["-1", "abc"]),
        ("gpus per task", ["-1", "abc", "$(N)"]),
        ("tasks per rs", ["0"]),
        ("rs per node", ["0"]),
        ("cpus per rs", ["0"]),
        ("walltime", ["''", "-1", "[1]"]),
        ("batch", ["local", "{type: ''}", "[local]"]),
        ("slurm", ["''", "5"]),
        ("flux", ["''", "5"]),
        ("lsf", ["''", "5"]),
        ("num resource set", ["0"]),
        ("exit_on_error", ["2", "-1"]),
        ("priority", ["URGENT", "1.5"]),
        ("nested", ["maybe"]),
    ];

    private static readonly (string Name, string Text)[] Blocks =
    [
        ("empty file", ""),
        ("only a comment", "# nothing\n"),
        ("a scalar", "hello\n"),
        ("a list", "- a\n- b\n"),
        ("no description", Study),
        ("no study", Head),
        ("empty study", Head + "study: []\n"),
        ("study is a map", Head + "study: {name: s}\n"),
        ("study of texts", Head + "study: [a, b]\n"),
        ("step without name", Head + "study: [{description: d, run: {cmd: a}}]\n"),
        ("step without description", Head + "study: [{name: s, run: {cmd: a}}]\n"),
        ("step without run", Head + "study: [{name: s, description: d}]\n"),
        ("run is a text", Head + "study: [{name: s, description: d, run: a}]\n"),
        ("run is empty", Head + "study: [{name: s, description: d, run: {}}]\n"),
        ("two steps of one name", Head + "study: [&s {name: s, description: d, run: {cmd: a}}, *s]\n"),
        ("description is a text", "description: d\n" + Study),
        ("name is empty", "description: {name: '', description: d}\n" + Study),
        ("name is a list", "description: {name: [a], description: d}\n" + Study),
        ("env is a list", Head + "env: [a]\n" + Study),
        ("variables is a text", Head + "env: {variables: a}\n" + Study),
        ("a variable is null", Head + "env: {variables: {V: }}\n" + Study),
        ("a variable is empty", Head + "env: {variables: {V: ''}}\n" + Study),
        ("a variable is reserved", Head + "env: {variables: {MERLIN_INFO: a}}\n" + Study),
        ("a name is taken twice", Head + "env: {variables: {V: a}, labels: {V: b}}\n" + Study),
        ("a path without name", Head + "env: {dependencies: {paths: [{path: a}]}}\n" + Study),
        ("git with tag and hash", Head + "env: {dependencies: {git: [{name: a, path: b, url: c, tag: d, hash: e}]}}\n" + Study),
        ("parameters is a list", Head + Study + "global.parameters: [a]\n"),
        ("values is a text", Head + Study + "global.parameters: {A: {values: a, label: A.%%}}\n"),
        ("label is missing", Head + Study + "global.parameters: {A: {values: [a]}}\n"),
        ("values differ in length", Head + Study + "global.parameters: {A: {values: [a], label: A.%%}, B: {values: [], label: B.%%}}\n"),
        ("batch is a list", Head + "batch: [local]\n" + Study),
        ("batch type is a number", Head + "batch: {type: 5}\n" + Study),
        ("dry_run is a text", Head + "batch: {dry_run: maybe}\n" + Study),
        ("merlin is a list", Head + Study + "merlin: [a]\n"),
        ("task server is unknown", Head + Study + "merlin: {resources: {task_server: post}}\n"),
        ("workers is empty", Head + Study + "merlin: {resources: {workers: {}}}\n"),
        ("a worker's step is unknown", Head + Study + "merlin: {resources: {workers: {w: {steps: [t]}}}}\n"),
        ("a worker's nodes are none", Head + Study + "merlin: {resources: {workers: {w: {nodes: 0}}}}\n"),
        ("samples without labels", Head + Study + "merlin: {samples: {file: a.csv}}\n"),
        ("labels repeat", Head + Study + "merlin: {samples: {file: a.csv, column_labels: [X, X]}}\n"),
        ("one directory a level", Head + Study + "merlin: {samples: {file: a.csv, column_labels: [X], level_max_dirs: 1}}\n"),
        ("samples of an unknown kind", Head + Study + "merlin: {samples: {file: /dev/null, column_labels: [X]}}\n"),
        ("a quote is left open", Head + "study: [{name: 's, description: d}]\n"),
        ("a bracket is left open", Head + "study: [{name: s\n"),
        ("a tab indents", "description:\n\tname: a\n\tdescription: d\n" + Study),
        ("indentation wavers", "description:\n    name: a\n  description: d\n" + Study),
        ("a colon too many", "description: name: a\n" + Study),
        ("an unknown alias", Head + "study: *nothing\n"),
        ("an alias to itself", Head + "user: &a [*a]\n" + Study),
        ("merging a text", Head + "study: [{<<: text, name: s, description: d, run: {cmd: a}}]\n"),
        ("two documents", Head + Study + "---\n" + Head + Study),
        ("a map as key", Head + Study + "? {a: b}\n: c\n"),
        ("an unknown escape", "description: {name: \"\\q\", description: d}\n" + Study),
        ("a directive that is none", "%NONSENSE\n" + Head + Study),
        ("a bomb of aliases", Bomb()),
        ("deep lists", Head + "user: " + new string('[', 100_000) + "\n" + Study),
        ("deep maps", Head + "user:\n" + string.Concat(Enumerable.Range(1, 2000).Select(i => $"{new string(' ', i)}a:\n")) + Study),
    ];

    public static IReadOnlyDictionary<string, byte[]> All { get; } = Build();

    private static Dictionary<string, byte[]> Build()
    {
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach ((string field, string[] values) in RunFields)
        {
            foreach (string value in values)
            {
                all.Add($"{field}: {value}", Encoding.UTF8.GetBytes(Head + Step(field, value)));
            }
        }

        foreach ((string name, string text) in Blocks)
        {
            all.Add(name, Encoding.UTF8.GetBytes(text));
        }

        all.Add("not UTF-8", [.. Encoding.UTF8.GetBytes(Head + Study), .. "user: "u8, 0xff, 0xfe, 0xc3, 0x28, (byte)'\n']);
        all.Add("zero bytes", [.. Encoding.UTF8.GetBytes(Head + Study), .. new byte[100]]);
        all.Add("a program", [0x7f, .. "ELF"u8, .. Enumerable.Range(0, 4096).Select(i => (byte)(i * 37))]);
        all.Add("seventeen megabytes", Encoding.UTF8.GetBytes(Head + Study + "user: '" + new string('x', 17 << 20) + "'\n"));
        return all;
    }

    private static string Step(string field, string value) =>
        field == "cmd"
            ? $"study: [{{name: s, description: d, run: {{cmd: {value} }}}}]\n"
            : $"study: [{{name: s, description: d, run: {{cmd: 'echo s', {field}: {value} }}}}]\n";

    /// <summary>Nine levels of nine references each: 387 million nodes if anybody writes them out.</summary>
    private static string Bomb()
    {
        var text = new StringBuilder(Head + "user:\n    a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++)
        {
            text.Append("    a").Append(level).Append(": &a").Append(level).Append(" [")
                .AppendJoin(", ", Enumerable.Repeat($"*a{level - 1}", 9)).Append("]\n");
        }

        return text.Append(Study).ToString();
    }
}
