using System.Globalization;
using Merlin.Broker;
using Merlin.Cli.Configuration;

namespace Merlin.Cli.Running.Distributed;

/// <summary>The task in whose script this program was started, as its worker tells in the environment.</summary>
internal static class ParentTask
{
    private const string ParentVariable = "MERLIN_PARENT";

    /// <summary>The task, or null outside of tasks and when work goes to another broker than the task came from.</summary>
    /// <param name="access">The broker that work goes to.</param>
    public static TaskId? Of(BrokerAccess access) =>
        Environment.GetEnvironmentVariable(BrokerLookup.VariableName) == access.EnvironmentValue
            ? Parse(Environment.GetEnvironmentVariable(ParentVariable))
            : null;

    /// <summary>Reads <c>STUDY/ORDINAL/INDEX</c>; null for anything else.</summary>
    public static TaskId? Parse(string? text) =>
        text?.Split('/') is [var study, var ordinal, var index]
        && TryParse(study, out long studyNumber) && TryParse(ordinal, out long place) && TryParse(index, out long task)
        && studyNumber > 0 && place <= int.MaxValue
            ? new TaskId(new ArrayId(new StudyId(studyNumber), (int)place), task)
            : null;

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
