using System.Globalization;
using Merlin.Workflow.Variables;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Checks a spec as its author wrote it, before anything is expanded, and reports all that is wrong.</summary>
internal sealed class SpecVerifier(YamlMapping root, SpecReport report, bool hasSamplesFile)
{
    private static readonly string[] TaskServers = ["celery", "merlin"];

    private static readonly string[] RepositoryPlaces = ["tag", "hash", "branch"];

    public void Verify()
    {
        CheckBlocks();
        CheckSteps();
        CheckVariables();
        CheckParameters();
        CheckSamples();
        CheckResources();
        CheckBatch();
    }

    private void CheckBlocks()
    {
        foreach (YamlEntry entry in root.Entries)
        {
            if (SpecRules.Blocks.TryGetValue(entry.Key.Text, out SpecRule? rule))
            {
                rule.Check(entry.Value, entry.Key.Text, report);
            }
            else
            {
                report.UnknownKey(entry.Key, "", SpecRules.Blocks.Keys);
            }
        }

        if (root["description"] is null)
        {
            report.Error(root.Mark, "", "the block 'description' is missing: add it with the keys 'name' and 'description'");
        }

        if (root["merlin"] is null)
        {
            report.Warn(root.Mark, "", "there is no 'merlin' block: default values are used");
        }
    }

    private void CheckSteps()
    {
        if (root["study"] is not YamlSequence { Items.Count: > 0 } study)
        {
            report.Error((root["study"] ?? root).Mark, "study", "must be a list of at least one step");
            return;
        }

        var launches = new LaunchCheck(root["batch"].MappingOrEmpty(), report);
        var starts = new StartCheck(root["batch"].MappingOrEmpty(), report);
        for (int i = 0; i < study.Items.Count; i++)
        {
            string path = study.Items[i] is YamlMapping step
                ? StepGraph.Path(i, step)
                : string.Create(CultureInfo.InvariantCulture, $"study[{i}]");
            SpecRules.Step.Check(study.Items[i], path, report);
            YamlMapping run = study.Items[i].MappingOrEmpty()["run"].MappingOrEmpty();
            launches.Check(run, path);
            starts.Check(run, path);
        }

        var graph = new StepGraph(study, report);
        graph.CheckDependencies();
        CheckWorkerSteps(graph);
    }

    private void CheckWorkerSteps(StepGraph graph)
    {
        foreach (YamlEntry worker in Resources["workers"].MappingOrEmpty().Entries)
        {
            IReadOnlyList<YamlNode> steps = (worker.Value.MappingOrEmpty()["steps"] as YamlSequence)?.Items ?? [];
            foreach (YamlScalar step in steps.OfType<YamlScalar>())
            {
                if (step.Text != WorkerSpec.AllSteps && !graph.Names.Contains(step.Text) && !graph.MayBecomeStep(step.Text))
                {
                    string? nearest = NearestWord.Of(step.Text, graph.Names);
                    report.Error(
                        step.Mark,
                        $"merlin.resources.workers.{worker.Key.Text}.steps",
                        $"the worker '{worker.Key.Text}' names the step '{Shortened.Text(step.Text)}', which does not exist: "
                        + (nearest is null ? "name a step of this spec, or 'all'" : $"did you mean '{nearest}'?"));
                }
            }
        }
    }

    private void CheckVariables()
    {
        YamlMapping env = root["env"].MappingOrEmpty();
        var seen = new Dictionary<string, YamlMark>(StringComparer.Ordinal);
        foreach (string block in (string[])["variables", "labels"])
        {
            foreach (YamlEntry entry in env[block].MappingOrEmpty().Entries)
            {
                CheckName(entry.Key, $"env.{block}.{entry.Key.Text}", seen);
            }
        }

        YamlMapping dependencies = env["dependencies"].MappingOrEmpty();
        foreach (string block in (string[])["paths", "git"])
        {
            foreach (YamlMapping entry in ((dependencies[block] as YamlSequence)?.Items ?? []).OfType<YamlMapping>())
            {
                CheckDependency(entry, $"env.dependencies.{block}", seen);
            }
        }
    }

    private void CheckDependency(YamlMapping entry, string path, Dictionary<string, YamlMark> seen)
    {
        if (entry["name"] is YamlScalar name)
        {
            CheckName(name, path, seen);
        }

        string[] places = [.. RepositoryPlaces.Where(key => !entry[key].IsAbsent())];
        if (places.Length > 1)
        {
            report.Error(entry.Mark, path, $"has '{string.Join("' and '", places)}', which each name a commit: keep one of them");
        }
    }

    private void CheckName(YamlScalar name, string path, Dictionary<string, YamlMark> seen)
    {
        if (ReservedNames.Contains(name.Text))
        {
            report.Error(name.Mark, path, $"'{name.Text}' is a reserved name: choose another name");
        }
        else if (!seen.TryAdd(name.Text, name.Mark))
        {
            int line = seen[name.Text].Line;
            report.Error(
                name.Mark,
                path,
                string.Create(CultureInfo.InvariantCulture, $"the name '{name.Text}' is defined in line {line} already: a name may be used once in env"));
        }
    }

    private void CheckParameters()
    {
        (string Key, int Count)? first = null;
        foreach (YamlEntry entry in root["global.parameters"].MappingOrEmpty().Entries)
        {
            if (entry.Value is not YamlMapping parameter || parameter["values"] is not YamlSequence values)
            {
                continue;
            }

            string path = $"global.parameters.{entry.Key.Text}.values";
            first ??= (entry.Key.Text, values.Items.Count);
            if (values.Items.Count == 0)
            {
                report.Error(values.Mark, path, "must have at least one value");
            }
            else if (values.Items.Count != first.Value.Count)
            {
                report.Error(
                    values.Mark,
                    path,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"has {values.Items.Count} values, but '{first.Value.Key}' has {first.Value.Count}: all parameters need equally many"));
            }
        }
    }

    private void CheckSamples()
    {
        if (root["merlin"].MappingOrEmpty()["samples"] is not YamlMapping { Entries.Count: > 0 } samples)
        {
            if (hasSamplesFile)
            {
                report.Error(
                    (root["merlin"] ?? root).Mark,
                    "merlin.samples",
                    "a samples file is given on the command line, and the spec has no samples: add the block with 'column_labels', or leave the file away");
            }

            return;
        }

        if (samples["file"].IsAbsent() && !hasSamplesFile)
        {
            report.Error(samples.Mark, "merlin.samples", "the key 'file' is missing: name the samples file");
        }

        if (samples["column_labels"].IsAbsent())
        {
            report.Error(samples.Mark, "merlin.samples", "the key 'column_labels' is missing: list the names of the file's columns");
        }

        YamlMapping parameters = root["global.parameters"].MappingOrEmpty();
        IReadOnlyList<YamlNode> labels = (samples["column_labels"] as YamlSequence)?.Items ?? [];
        foreach (YamlNode label in labels)
        {
            const string Path = "merlin.samples.column_labels";
            if (label is not YamlScalar { Text.Length: > 0 } scalar)
            {
                report.Error(label.Mark, Path, "a label must be a text of at least one character");
            }
            else if (parameters[scalar.Text] is not null)
            {
                report.Error(scalar.Mark, Path, $"'{scalar.Text}' is a parameter in global.parameters too: rename one of them");
            }
        }
    }

    private void CheckResources()
    {
        if (Resources["task_server"] is YamlScalar { IsString: true, Text.Length: > 0 } server && !TaskServers.Contains(server.Text))
        {
            report.Error(
                server.Mark,
                "merlin.resources.task_server",
                $"must be 'celery' or 'merlin', but is '{Shortened.Text(server.Text)}'");
        }
    }

    private void CheckBatch()
    {
        if (root["batch"] is YamlMapping batch && batch["type"].TextOrNull() == "lsf" && batch["walltime"] is YamlScalar { IsNull: false } walltime)
        {
            report.Warn(walltime.Mark, "batch.walltime", "has no effect for batch type 'lsf': remove it");
        }
    }

    private YamlMapping Resources => root["merlin"].MappingOrEmpty()["resources"].MappingOrEmpty();
}
