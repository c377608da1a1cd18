using System.Text.Json;
using Merlin.Broker;

namespace Merlin.Worker.Instances;

/// <summary>Whose a job is, as its jobspec tells.</summary>
/// <param name="Task">The task whose script has launched it; null for none.</param>
/// <param name="IsWorkers">Whether a worker has submitted it itself.</param>
/// <param name="Process">The process that this worker is, in the words of <see cref="TaskCommands"/>; null where it is not said.</param>
internal readonly record struct JobOrigin(TaskId? Task, bool IsWorkers, string? Process)
{
    /// <summary>The attribute of the user's by which the jobs of a worker and of its tasks are known.</summary>
    public const string Attribute = "merlin";

    /// <summary>The member of that attribute that says which process the worker is.</summary>
    public const string ProcessMember = "worker_process";

    /// <summary>
    /// Reads it. The environment says as much of every job as the attribute does of those of <c>merlin-launch</c>, but the
    /// jobspecs in events have none.
    /// </summary>
    public static JobOrigin Of(JsonElement jobspec)
    {
        JsonElement? attributes = Member(jobspec, "attributes");
        if (Member(Member(attributes, "user"), Attribute) is { } ours)
        {
            TaskId? task = ParentVariable.Read(Text(Member(ours, "task")));
            return new JobOrigin(task, IsWorkers: task is null, Text(Member(ours, ProcessMember)));
        }

        JsonElement? environment = Member(Member(attributes, "system"), "environment");
        return new JobOrigin(ParentVariable.Read(Text(Member(environment, ParentVariable.Name))), IsWorkers: false, Process: null);
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out JsonElement member) ? member : null;

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
