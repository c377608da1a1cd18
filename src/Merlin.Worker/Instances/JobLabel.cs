using System.Globalization;
using System.Text.Json.Nodes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>
/// What a job of Flux says about the task that it belongs to, where <c>flux jobs</c> and <c>flux top</c> show it: a name, and
/// study, step, sample and attempt among its attributes. Jobs that a script launches learn it from <see cref="Variable"/>.
/// </summary>
internal static class JobLabel
{
    /// <summary>
    /// The variable in which <c>merlin-launch</c> finds the label of the task that it runs in, as JSON: its
    /// name and its attributes.
    /// </summary>
    public const string Variable = "MERLIN_JOB";

    /// <summary>The name: the step with its parameters, the sample in brackets and the study.</summary>
    public static string Name(TaskRun run) => run.Node.Plan.Sampled
        ? string.Create(CultureInfo.InvariantCulture, $"{run.Node.Plan.Name}[{run.Task.Key.Index}]@{run.Node.Study.Plan.Name}")
        : $"{run.Node.Plan.Name}@{run.Node.Study.Plan.Name}";

    /// <summary>The attributes.</summary>
    public static JsonObject Attributes(TaskRun run) => new()
    {
        ["study"] = run.Node.Study.Plan.Name,
        ["step"] = run.Node.Plan.Step,
        ["samples"] = run.Node.Plan.Sampled ? run.Task.Key.Index.ToString(CultureInfo.InvariantCulture) : "",
        ["attempt"] = run.Task.Attempt.Attempt,
    };

    /// <summary>The value of <see cref="Variable"/>.</summary>
    public static string Write(TaskRun run)
    {
        JsonObject label = Attributes(run);
        label["name"] = Name(run);
        return label.ToJsonString();
    }
}
