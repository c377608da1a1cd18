using System.Globalization;
using Merlin.Broker;

namespace Merlin.Worker;

/// <summary>
/// The variable in which what a task starts finds the task's name: <c>MERLIN_PARENT</c>, with study, array and index between
/// slashes.
/// </summary>
public static class ParentVariable
{
    /// <summary>The variable.</summary>
    public const string Name = "MERLIN_PARENT";

    /// <summary>Its value for a task.</summary>
    public static string Write(TaskId task) => string.Create(
        CultureInfo.InvariantCulture, $"{task.Array.Study.Value}/{task.Array.Ordinal}/{task.Index}");

    /// <summary>Reads the task out of a value; null for anything that names none.</summary>
    public static TaskId? Read(string? value) =>
        value?.Split('/') is [var study, var ordinal, var index]
        && TryRead(study, out long studyNumber) && TryRead(ordinal, out long place) && TryRead(index, out long task)
        && studyNumber > 0 && place <= int.MaxValue
            ? new TaskId(new ArrayId(new StudyId(studyNumber), (int)place), task)
            : null;

    private static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
