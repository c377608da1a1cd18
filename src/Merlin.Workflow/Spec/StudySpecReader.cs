using Merlin.Workflow.Samples;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>Makes a <see cref="StudySpec"/> of an expanded tree.</summary>
/// <param name="tree">The tree, defaults included.</param>
/// <param name="file">The spec's file, for problems.</param>
internal sealed class StudySpecReader(YamlMapping tree, string file)
{
    private readonly List<SpecProblem> _problems = [];

    /// <summary>Reads the spec.</summary>
    /// <exception cref="SpecException">A number is none.</exception>
    public StudySpec Read()
    {
        YamlMapping description = tree["description"].MappingOrEmpty();
        YamlMapping merlin = tree["merlin"].MappingOrEmpty();
        BatchSpec batch = BatchReader.Read(tree["batch"].MappingOrEmpty());
        var spec = new StudySpec
        {
            File = file,
            Name = description["name"].TextOrNull() ?? "",
            Description = description["description"].TextOrNull() ?? "",
            Batch = batch,
            Env = Environment(tree["env"].MappingOrEmpty()),
            Steps = Steps(batch),
            Parameters = Parameters(tree["global.parameters"].MappingOrEmpty()),
            Samples = merlin["samples"] is YamlMapping { Entries.Count: > 0 } samples ? Samples(samples) : null,
            Resources = Resources(merlin["resources"].MappingOrEmpty()),
            Tree = tree,
        };
        return _problems.Count == 0 ? spec : throw new SpecException(_problems);
    }

    private List<StepSpec> Steps(BatchSpec batch)
    {
        var steps = new List<StepSpec>();
        foreach (YamlMapping step in ((tree["study"] as YamlSequence)?.Items ?? []).OfType<YamlMapping>())
        {
            try
            {
                steps.Add(new StepReader(step, batch, file, keepsTokens: true).Read());
            }
            catch (SpecException exception)
            {
                _problems.AddRange(exception.Problems);
            }
        }

        return steps;
    }

    private static EnvSpec Environment(YamlMapping env)
    {
        YamlMapping dependencies = env["dependencies"].MappingOrEmpty();
        return new EnvSpec
        {
            Variables = Named(env["variables"].MappingOrEmpty()),
            Labels = Named(env["labels"].MappingOrEmpty()),
            Paths = [.. Mappings(dependencies["paths"]).Select(entry => KeyValuePair.Create(Text(entry, "name"), Text(entry, "path")))],
            Repositories = [.. Mappings(dependencies["git"]).Select(Repository)],
        };
    }

    private static List<KeyValuePair<string, YamlNode>> Named(YamlMapping names) =>
        [.. names.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, entry.Value))];

    private static IEnumerable<YamlMapping> Mappings(YamlNode? list) =>
        ((list as YamlSequence)?.Items ?? []).OfType<YamlMapping>();

    private static GitDependencySpec Repository(YamlMapping entry) => new()
    {
        Name = Text(entry, "name"),
        Source = Text(entry, "url"),
        Directory = Path.Combine(Text(entry, "path"), Text(entry, "name")),
        Revision = entry["tag"].TextOrNull() ?? entry["hash"].TextOrNull(),
        Branch = entry["branch"].TextOrNull(),
    };

    private static List<ParameterSpec> Parameters(YamlMapping block) =>
    [
        .. block.Entries.Select(entry =>
        {
            YamlMapping body = entry.Value.MappingOrEmpty();
            return new ParameterSpec(
                entry.Key.Text,
                body["name"].TextOrNull() ?? entry.Key.Text,
                Text(body, "label"),
                (body["values"] as YamlSequence)?.Items ?? [],
                entry.Key.Mark);
        }),
    ];

    private SamplesSpec Samples(YamlMapping samples)
    {
        int levelMaxDirs = SamplesSpec.DefaultLevelMaxDirs;
        if (samples["level_max_dirs"] is YamlScalar { IsNull: false } scalar)
        {
            if (scalar.WholeNumber() is { } number && number >= 2 && number <= int.MaxValue)
            {
                levelMaxDirs = (int)number;
            }
            else
            {
                _problems.Add(new SpecProblem(
                    file, scalar.Mark.Line, scalar.Mark.Column, "merlin.samples.level_max_dirs", $"must be an integer of at least 2, but is '{Shortened.Text(scalar.Text)}'"));
            }
        }

        return new SamplesSpec(
            Text(samples, "file"),
            samples["column_labels"].Texts(),
            levelMaxDirs,
            Text(samples["generate"].MappingOrEmpty(), "cmd"),
            samples.Mark)
        {
            Packing = Packing(samples),
        };
    }

    private SamplePacking? Packing(YamlMapping samples)
    {
        bool isPacked = Value(samples, "layout", SamplesLayout.IsPacked, SamplesLayout.Rule) ?? false;
        long limit = Value(samples, "keep_limit", KeepLimit.Parse, KeepLimit.Rule) ?? SamplePacking.DefaultKeepLimit;
        return isPacked
            ? new SamplePacking(samples["keep"] is YamlSequence ? samples["keep"].Texts() : SamplePacking.KeepAll, limit)
            : null;
    }

    private T? Value<T>(YamlMapping samples, string key, Func<string, T?> parse, string rule)
        where T : struct
    {
        if (samples[key] is not YamlScalar { IsNull: false } scalar)
        {
            return null;
        }

        T? value = parse(scalar.Text);
        if (value is null)
        {
            _problems.Add(new SpecProblem(
                file, scalar.Mark.Line, scalar.Mark.Column, $"merlin.samples.{key}", $"{rule}, but is '{Shortened.Text(scalar.Text)}'"));
        }

        return value;
    }

    private ResourcesSpec Resources(YamlMapping resources) => new(
        resources["task_server"].TextOrNull() ?? "celery",
        resources["overlap"] is YamlScalar { Value: true },
        [.. resources["workers"].MappingOrEmpty().Entries.Select(Worker)]);

    private WorkerSpec Worker(YamlEntry entry)
    {
        YamlMapping body = entry.Value.MappingOrEmpty();
        return new WorkerSpec
        {
            Name = entry.Key.Text,
            Arguments = Text(body, "args"),
            Steps = body["steps"] is YamlSequence ? body["steps"].Texts() : [WorkerSpec.AllSteps],
            Nodes = body["nodes"].TextOrNull(),
            Batch = body["batch"] is YamlMapping batch ? BatchReader.Read(batch) : null,
            Instance = new InstanceReader(entry.Key.Text, file, _problems).Read(body["instance"].MappingOrEmpty()),
            Machines = body["machines"].Texts(),
        };
    }

    private static string Text(YamlMapping mapping, string key) => mapping[key].TextOrNull() ?? "";
}
