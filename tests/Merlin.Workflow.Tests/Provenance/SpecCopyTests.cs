using System.Globalization;
using System.Text;
using Merlin.Workflow.Provenance;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Tests.Spec;
using Merlin.Workflow.Variables;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Provenance;

public sealed class SpecCopyTests : IDisposable
{
    private static readonly string[] AwkwardTexts =
    [
        "a: b", "echo hi # x", "- a", "-", "? b", "it's", "\"dq\"", "both ' and \"", "back\\slash", " lead", "trail ", "\ttab", "mid\ttab",
        "multi\nline", "multi\n  indented\n", "  first indented\nsecond", "\nleading newline", "ends with two\n\n", "x\n\ty\n", "x\n  \ny", "x \ny \n",
        "\n", "\n\n", " \n", "yes", "010", "1e5", "1.0", "12:30", "~", "null", "2024-01-01", "[a]", "{b: c}", "*x", "&y", "!t", "%d", "@h", "`b`",
        "ünï", "😀", "😀\n😀\n", "\u0085nel", "\u2028ls", "a\rb", "crlf\r\nx", "#c", "|", ">", "a:", ":a", "a:b", "<<", "=", "---", "...", "--- x\n---\n", ",", "a, b", "a]b", "\u00A0nbsp",
        "\uFEFFbom", "x\n# comment\ny", "key: |\n  block\n", "%YAML 1.1\n", "very long " + new string('w', 3000),
    ];

    private static readonly string[] PlainTexts =
    [
        "plain", "1", "010", "0.10", "1e5", "yes", "Off", "12:30", "2024-01-01", ".inf", "-1", "0x1F", "a b", "$(X) y", "http://x/y", "x#y", "a.b-c_d",
    ];

    private readonly SpecDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private ExpandedSpec Expand(string text) => SpecExpander.Expand(_directory.Load(text), new ExpansionContext
    {
        CurrentDirectory = _directory.Root,
        Timestamp = "20260102-030405",
        Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        HomeDirectory = "/home/u",
    });

    [Fact]
    public void Expanded_copy_reads_back_as_the_same_spec_whatever_its_texts()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            string spec = RandomSpec(new Random(seed));
            ExpandedSpec study = Expand(spec);
            SpecFile copy = SpecFile.LoadExpanded(_directory.Write("spec.expanded.yaml", study.ExpandedYaml));
            StudySpec again = SpecExpander.Reopen(copy, study.Workspace).Spec;
            Assert.True(
                Dump(study.Spec.Tree) == Dump(again.Tree), $"seed {seed}\n{Dump(study.Spec.Tree)}\n{Dump(again.Tree)}\n{study.ExpandedYaml}");
            Assert.Equal(study.Spec.Steps.Select(step => step.Cmd), again.Steps.Select(step => step.Cmd));
            Assert.Equal(study.Spec.Steps.Select(step => step.Restart), again.Steps.Select(step => step.Restart));
        }
    }

    [Fact]
    public void Every_awkward_text_survives_in_every_place()
    {
        foreach (string text in AwkwardTexts)
        {
            YamlMapping tree = YamlMapping.Empty
                .With("study", new YamlSequence([YamlMapping.Empty.With("name", YamlScalar.Quoted(text)).With("x", YamlScalar.Quoted(text)), YamlScalar.Quoted(text)]))
                .With("flow", new YamlSequence([YamlScalar.Quoted(text), YamlMapping.Empty.With("k", YamlScalar.Quoted(text))]))
                .With("user", YamlMapping.Empty.With("list", new YamlSequence([YamlScalar.Quoted(text), YamlScalar.Plain(text)])).With("deep", YamlMapping.Empty.With("er", YamlScalar.Block(text))))
                .With(text.Length < 1000 ? text : "longer keys need another notation", YamlScalar.Quoted(text))
                .With("end", YamlScalar.Block(text));

            string yaml = SpecCopy.Write(tree, "f");

            Assert.Equal(Dump(tree), Dump(YamlDocument.Read(yaml).Root!));
        }
    }

    [Fact]
    public void Partial_copy_is_a_spec_that_runs_again()
    {
        ExpandedSpec study = Expand("description: {name: n, description: d}\nenv: {variables: {A: \"001\", B: x$(A)}}\nstudy: [{name: s, description: d, run: {cmd: \"echo $(B) # x\"}}]\n");

        ExpandedSpec again = Expand(study.PartialYaml);

        Assert.Equal("echo x001 # x", again.Spec.Steps[0].Cmd);
        Assert.Equal(study.ExpandedYaml, again.ExpandedYaml);
    }

    [Fact]
    public void Layout_is_the_familiar_one()
    {
        ExpandedSpec study = Expand(
            "study: [{name: s, description: d, run: {cmd: \"a\\nb\\n\", depends: []}}]\ndescription: {name: n, description: d}\nother: 1\n"
            + "user: {anchors: [x, y]}\nglobal.parameters: {P: {values: [1, 2], label: P.%%}}\n");

        const string Expected = """
            description:
               name: n
               description: d

            batch:
               type: local
               dry_run: false
               shell: /bin/bash

            env:
               variables:
               sources: []
               labels:
               dependencies:

            study:
               - name: s
                 description: d
                 run:
                    cmd: |
                       a
                       b
                    depends: []
                    task_queue: merlin
                    shell: /bin/bash
                    max_retries: 30

            global.parameters:
               P:
                  values: [1, 2]
                  label: P.%%

            merlin:
               resources:
                  task_server: celery
                  overlap: false
                  workers:
                     default_worker:
                        steps: [all]
                        nodes:
                        batch:

            user:
               anchors:
                  - x
                  - y

            """;
        Assert.Equal(Expected, study.ExpandedYaml);
    }

    private static string RandomSpec(Random random)
    {
        var text = new StringBuilder("description: {name: n, description: ").Append(Quoted(random)).Append("}\n");
        text.Append("env:\n  variables:\n");
        for (int i = random.Next(4); i >= 0; i--)
        {
            string value = random.Next(2) == 0 ? Quoted(random) : PlainTexts[random.Next(4)];
            text.Append(CultureInfo.InvariantCulture, $"    V{i}: {value}\n");
        }

        text.Append("study:\n");
        for (int i = random.Next(4); i >= 0; i--)
        {
            text.Append(CultureInfo.InvariantCulture, $"- name: s{i}\n  description: {Quoted(random)}\n  extra: {Any(random, 2)}\n  run:\n    cmd: {Quoted(random)}\n");
            text.Append(random.Next(2) == 0 ? "" : $"    restart: {Quoted(random)}\n");
            text.Append(random.Next(2) == 0 ? "" : $"    slurm: {Quoted(random)}\n");
            text.Append(random.Next(2) == 0 ? "" : $"    task_queue: {Quoted(random)}\n");
        }

        text.Append("global.parameters:\n  P: {label: ").Append(Quoted(random)).Append(", values: [").Append(Any(random, 1)).Append("]}\n");
        text.Append("user:\n  u: ").Append(Any(random, 3)).Append("\n  w: ").Append(Any(random, 3)).Append('\n');
        return text.ToString();
    }

    private static string Any(Random random, int depth) => random.Next(depth > 0 ? 4 : 2) switch
    {
        0 => Quoted(random),
        1 => PlainTexts[random.Next(PlainTexts.Length - 3)],
        2 => "[" + string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => Any(random, depth - 1))) + "]",
        _ => "{" + string.Join(", ", Enumerable.Range(0, random.Next(1, 3)).Select(i => $"k{i}: {Any(random, depth - 1)}")) + "}",
    };

    private static string Quoted(Random random)
    {
        string text = AwkwardTexts[random.Next(AwkwardTexts.Length)] + (random.Next(3) == 0 ? AwkwardTexts[random.Next(AwkwardTexts.Length)] : "");
        var quoted = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value is >= ' ' and < 127 and not '"' and not '\\' ? rune.ToString() : $"\\U{rune.Value:X8}");
        }

        return quoted.Append('"').ToString();
    }

    private static string Dump(YamlNode node) => node switch
    {
        YamlScalar { Value: null } or YamlMapping { Entries.Count: 0 } => "null",
        YamlScalar { Value: string value } => "s(" + value.Replace("\n", "\\n", StringComparison.Ordinal) + ")",
        YamlScalar scalar => $"{scalar.Value!.GetType().Name}({scalar.ValueText})",
        YamlSequence list => "[" + string.Join(",", list.Items.Select(Dump)) + "]",
        YamlMapping mapping => "{" + string.Join(",", mapping.Entries.Select(entry => $"{entry.Key.Text}={Dump(entry.Value)}")) + "}",
        _ => throw new InvalidOperationException(),
    };
}
