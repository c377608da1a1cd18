using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>What a submission must keep to.</summary>
internal static class SubmissionRules
{
    public const int HighestUrgency = 31;

    // A bound against nonsense: the tables of one array would no longer fit in memory.
    public const long MostTasks = 10_000_000_000;

    // More than any machine has: such a number is a mistake.
    private const int MostOfAResource = 10_000_000;

    /// <summary>Why a submission cannot be taken, in words for the person who asked; null when it can.</summary>
    public static string? Refusal(StudySubmission submission)
    {
        if (submission.Arrays.Count == 0)
        {
            return $"Study '{submission.Name}' has no tasks.";
        }

        for (int ordinal = 0; ordinal < submission.Arrays.Count; ordinal++)
        {
            string? refusal = Refusal(submission.Arrays[ordinal]) ?? Refusal(submission.Arrays, ordinal);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Why an urgency cannot be taken; null when it can.</summary>
    public static string? RefusalOfUrgency(int urgency) =>
        urgency is >= 0 and <= HighestUrgency ? null : $"Urgency {urgency} is not between 0 and {HighestUrgency}.";

    private static string? Refusal(ArraySpec array)
    {
        string? fault = array.Count switch
        {
            < 1 => $"has {array.Count} tasks; it needs at least 1.",
            > MostTasks => $"has {array.Count} tasks; the most is {MostTasks}.",
            _ when RefusalOfUrgency(array.Urgency) is { } urgency => $"cannot be taken: {urgency}",
            _ when array.MaxRetries < 0 => $"allows {array.MaxRetries} retries; that must not be negative.",
            _ when RefusalOf(array.Shape) is { } shape => shape,
            _ when array.RetryDelay < TimeSpan.Zero => $"has a retry delay of {array.RetryDelay}; that must not be negative.",
            _ => null,
        };
        return fault is null ? null : $"Step '{array.Name}' {fault}";
    }

    private static string? RefusalOf(ResourceShape shape) =>
        RefusalOf("nodes", shape.Nodes, least: 0)
            ?? RefusalOf("processes", shape.Procs, least: 1)
            ?? RefusalOf("cores for each process", shape.CoresPerProc, least: 1)
            ?? RefusalOf("GPUs for each process", shape.GpusPerProc, least: 0);

    private static string? RefusalOf(string what, int count, int least) => count < least || count > MostOfAResource
        ? $"asks for {count} {what}; that must be between {least} and {MostOfAResource}."
        : null;

    private static string? Refusal(IReadOnlyList<ArraySpec> arrays, int ordinal)
    {
        ArraySpec array = arrays[ordinal];
        foreach (ArrayDependency dependency in array.Dependencies)
        {
            if (dependency.Ordinal < 0 || dependency.Ordinal >= ordinal)
            {
                return $"Step '{array.Name}' depends on array {dependency.Ordinal}, which does not come before it.";
            }

            ArraySpec earlier = arrays[dependency.Ordinal];
            if (!Enum.IsDefined(dependency.Kind))
            {
                return $"Step '{array.Name}' depends on '{earlier.Name}' in an unknown way ({(int)dependency.Kind}).";
            }

            if (dependency.Kind == ArrayDependencyKind.Elementwise && earlier.Count != array.Count)
            {
                return $"Step '{array.Name}' has {array.Count} tasks and cannot follow the {earlier.Count} tasks of "
                    + $"'{earlier.Name}' one by one.";
            }
        }

        return null;
    }
}
