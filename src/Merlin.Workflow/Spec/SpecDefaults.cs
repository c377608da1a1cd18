using System.Globalization;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>Fills in what a spec leaves out, in the tree, so that it shows in the copies kept with the study.</summary>
internal static class SpecDefaults
{
    private const string DefaultWorker = "default_worker";

    /// <summary>The blocks in the order that copies of a spec have.</summary>
    private static readonly string[] Order =
        ["description", "batch", "env", "study", "global.parameters", "merlin", "user"];

    /// <summary>The tree with every default, in canonical order; unknown blocks are dropped.</summary>
    public static YamlMapping Apply(YamlMapping root)
    {
        YamlMapping batch = Batch(root["batch"].MappingOrEmpty());
        YamlNode shell = batch["shell"]!;
        var study = new YamlSequence(
            [.. (root["study"] as YamlSequence)?.Items.Select(step => Step(step, shell)) ?? []], root["study"]?.Mark ?? default);
        var blocks = new Dictionary<string, YamlNode?>(StringComparer.Ordinal)
        {
            ["description"] = root["description"],
            ["batch"] = batch,
            ["env"] = Environment(root["env"].MappingOrEmpty()),
            ["study"] = study,
            ["global.parameters"] = root["global.parameters"].MappingOrEmpty(),
            ["merlin"] = Merlin(root["merlin"].MappingOrEmpty(), study),
            ["user"] = root["user"].IsAbsent() ? YamlMapping.Empty : root["user"],
        };
        return YamlMapping.Of(
            Order.Where(name => blocks[name] is not null).Select(name => new YamlEntry(Key(root, name), blocks[name]!)), root.Mark);
    }

    private static YamlScalar Key(YamlMapping root, string name) =>
        root.TryFind(name, out YamlEntry entry) ? entry.Key : YamlScalar.Plain(name);

    private static YamlMapping Batch(YamlMapping batch)
    {
        batch = WithDefault(batch, "type", YamlScalar.Plain(BatchSpec.DefaultType));
        batch = WithDefault(batch, "dry_run", YamlScalar.Of(value: false));
        batch = WithDefault(batch, "shell", YamlScalar.Plain(BatchSpec.DefaultShell));
        return batch["walltime"] is YamlScalar { Value: long seconds } walltime
            ? batch.With("walltime", YamlScalar.Quoted(Clock(seconds), walltime.Mark))
            : batch;
    }

    // YAML 1.1 makes 36000 of an unquoted 10:00:00.
    private static string Clock(long seconds) => string.Create(
        CultureInfo.InvariantCulture, $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}");

    private static YamlMapping Environment(YamlMapping env)
    {
        foreach (string block in (string[])["variables", "sources", "labels", "dependencies"])
        {
            env = WithDefault(env, block, block == "sources" ? new YamlSequence([]) : YamlMapping.Empty);
        }

        return env;
    }

    private static YamlNode Step(YamlNode node, YamlNode shell)
    {
        if (node is not YamlMapping step || step["run"] is not YamlMapping run)
        {
            return node;
        }

        run = WithDefault(run, "task_queue", YamlScalar.Plain(StepSpec.DefaultTaskQueue));
        run = WithDefault(run, "shell", shell);
        run = WithDefault(run, "max_retries", YamlScalar.Of(StepSpec.DefaultMaxRetries));
        return step.With("run", VlauncherLines.AddTo(run));
    }

    private static YamlMapping Merlin(YamlMapping merlin, YamlSequence study)
    {
        YamlMapping resources = merlin["resources"].MappingOrEmpty();
        resources = WithDefault(resources, "task_server", YamlScalar.Plain("celery"));
        resources = WithDefault(resources, "overlap", YamlScalar.Of(value: false));
        resources = resources.With("workers", Workers(resources["workers"].MappingOrEmpty(), study));
        merlin = merlin.With("resources", resources);
        return merlin["samples"] is YamlMapping { Entries.Count: > 0 } samples
            ? merlin.With("samples", Samples(samples))
            : merlin;
    }

    private static YamlMapping Samples(YamlMapping samples)
    {
        YamlMapping generate = WithDefault(samples["generate"].MappingOrEmpty(), "cmd", YamlScalar.Plain(SamplesSpec.NoCommand));
        return WithDefault(samples.With("generate", generate), "level_max_dirs", YamlScalar.Of(SamplesSpec.DefaultLevelMaxDirs));
    }

    private static YamlMapping Workers(YamlMapping workers, YamlSequence study)
    {
        if (workers.Entries.Count == 0)
        {
            return YamlMapping.Empty.With(DefaultWorker, Worker(YamlMapping.Empty));
        }

        workers = YamlMapping.Of(
            workers.Entries.Select(entry => entry with { Value = Worker(entry.Value.MappingOrEmpty()) }), workers.Mark);
        var served = workers.Entries.SelectMany(entry => ((YamlMapping)entry.Value)["steps"].Texts()).ToHashSet(StringComparer.Ordinal);
        YamlNode[] left = [.. study.Items.OfType<YamlMapping>().Select(step => step["name"]!).Where(name => !served.Contains(name.TextOrNull() ?? ""))];
        return served.Count == 0 || served.Contains(WorkerSpec.AllSteps) || left.Length == 0 ? workers : Serving(workers, left);
    }

    private static YamlMapping Serving(YamlMapping workers, YamlNode[] steps)
    {
        YamlMapping worker = workers[DefaultWorker].MappingOrEmpty();
        IReadOnlyList<YamlNode> own = (worker["steps"] as YamlSequence)?.Items ?? [];
        return workers.With(DefaultWorker, Worker(worker.With("steps", new YamlSequence([.. own, .. steps]))));
    }

    private static YamlMapping Worker(YamlMapping worker)
    {
        worker = WithDefault(worker, "steps", new YamlSequence([YamlScalar.Plain(WorkerSpec.AllSteps)]));
        worker = WithDefault(worker, "nodes", YamlScalar.Plain(""));
        return WithDefault(worker, "batch", YamlScalar.Plain(""));
    }

    private static YamlMapping WithDefault(YamlMapping mapping, string key, YamlNode value) =>
        mapping[key].IsAbsent() ? mapping.With(key, value) : mapping;
}
