using System.Globalization;
using Merlin.Workflow.Provenance;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Spec.Verification;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Variables;

/// <summary>One expansion of a spec: user variables, then the system's own, then the environment.</summary>
internal sealed class SpecExpansion
{
    private readonly SpecFile _file;
    private readonly ExpansionContext _context;
    private readonly EnvironmentText _environment;
    private readonly TextBudget _budget;
    private readonly YamlMapping _tree;
    private readonly UserVariables _user;
    private readonly StudyPlace _place;
    private readonly IReadOnlyDictionary<string, string> _special;

    public SpecExpansion(SpecFile file, ExpansionContext context)
    {
        _file = file;
        _context = context;
        _environment = new EnvironmentText(context.Environment, context.HomeDirectory);
        _budget = new TextBudget(file.Path);
        _tree = context.SamplesFile is { } samples ? WithSamplesFile(file.Tree, samples) : file.Tree;
        _user = new UserVariables(_tree["env"].MappingOrEmpty(), _environment, _budget);
        _place = StudyPlace.Decide(_tree, file, context, text => EarlyText(text, file, context));
        _special = SpecialVariables.For(file, context, _place, Labels());
    }

    public ExpandedSpec Run()
    {
        YamlMapping expanded = Environment(Special(User(_tree)));
        if (TokenText.HasToken(_tree["description"].MappingOrEmpty()["name"].TextOrNull() ?? ""))
        {
            expanded = Environment(User(expanded));
        }

        expanded = DependencyPaths.Resolve(expanded, _context, _file.Path);
        if (_context.ParameterOverride is { } parameters)
        {
            expanded = expanded.With("global.parameters", ParameterBlock.Of(parameters));
        }

        Verify(expanded);
        return new ExpandedSpec
        {
            Spec = new StudySpecReader(expanded, _file.Path).Read(),
            StudyName = _place.StudyName,
            OutputPath = _place.OutputPath,
            Workspace = _place.Workspace,
            Timestamp = _context.Timestamp,
            PartialYaml = SpecCopy.Write(Partial(expanded), _file.Path),
            ExpandedYaml = SpecCopy.Write(expanded, _file.Path),
            Warnings = _file.Warnings,
        };
    }

    private string EarlyText(string text, SpecFile file, ExpansionContext context) =>
        _environment.Expand(TokenText.Replace(TokenText.Replace(text, _user.Everywhere), SpecialVariables.Early(file, context)));

    private List<string> Labels() =>
        [.. _tree["merlin"].MappingOrEmpty()["samples"].MappingOrEmpty()["column_labels"].Texts()
            .Select(label => TokenText.Replace(label, _user.Everywhere))];

    private YamlMapping User(YamlMapping tree)
    {
        var replaced = (YamlMapping)Replace(tree, _user.Everywhere);
        return tree["study"] is { } study ? replaced.With("study", Replace(study, _user.InSteps)) : replaced;
    }

    private YamlMapping Special(YamlMapping tree) => (YamlMapping)Replace(tree, _special);

    private YamlNode Replace(YamlNode node, IReadOnlyDictionary<string, string> values)
    {
        YamlScalar Map(YamlScalar scalar) =>
            scalar.WithText(_budget.Take(scalar.Text, TokenText.Replace(scalar.Text, values), scalar.Mark));
        return node.RewriteScalars(Map, Map, static _ => false);
    }

    /// <summary>The environment's pass: all strings but commands, whose <c>$NAME</c> are the shell's.</summary>
    private YamlMapping Environment(YamlMapping tree)
    {
        YamlScalar Map(YamlScalar scalar) => scalar.Text.AsSpan().IndexOfAny('$', '~') >= 0 && scalar.IsString
            ? scalar.WithText(_budget.Take(scalar.Text, _environment.Expand(scalar.Text), scalar.Mark))
            : scalar;
        return (YamlMapping)tree.RewriteScalars(Map, static key => key, static key => key is "cmd" or "restart");
    }

    private YamlMapping Partial(YamlMapping expanded)
    {
        YamlMapping env = _tree["env"].MappingOrEmpty();
        YamlMapping values = expanded["env"].MappingOrEmpty();
        foreach (string block in (string[])["variables", "labels"])
        {
            env = values[block] is { } names ? env.With(block, names) : env;
        }

        return _tree.With("env", env);
    }

    /// <summary>Checks what only the expanded text shows: step names, dependencies, and parameters from outside.</summary>
    private void Verify(YamlMapping expanded)
    {
        var report = new SpecReport(_file.Path, strict: false);
        new StepGraph(expanded["study"], report).CheckDependencies();
        if (_context.ParameterOverride is { Count: > 0 } parameters)
        {
            foreach (ParameterSpec other in parameters.Where(other => other.Values.Count != parameters[0].Values.Count))
            {
                report.Error(
                    other.Mark,
                    $"global.parameters.{other.Key}.values",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"has {other.Values.Count} values, but '{parameters[0].Key}' has {parameters[0].Values.Count}: all parameters need equally many"));
            }

            foreach (string label in Labels().Where(label => parameters.Any(parameter => parameter.Key == label)))
            {
                report.Error(YamlMark.None, "merlin.samples.column_labels", $"'{label}' is a parameter too: rename one of them");
            }
        }

        report.ThrowIfAnyError();
    }

    private static YamlMapping WithSamplesFile(YamlMapping tree, string path)
    {
        YamlMapping merlin = tree["merlin"].MappingOrEmpty();
        YamlMapping samples = merlin["samples"].MappingOrEmpty();
        // An empty command could not be read again, and iterating studies run their own partial spec.
        samples = samples
            .With("generate", samples["generate"].MappingOrEmpty().With("cmd", YamlScalar.Plain(SamplesSpec.NoCommand)))
            .With("file", YamlScalar.Quoted(path));
        return tree.With("merlin", merlin.With("samples", samples));
    }
}
