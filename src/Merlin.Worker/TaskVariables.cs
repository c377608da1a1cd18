namespace Merlin.Worker;

/// <summary>
/// What tasks of a distributed run find in their environment, so that <c>merlin run</c> in a step leads to their own
/// broker: <c>MERLIN_BROKER</c>, <c>MERLIN_PARENT</c> (study, array and index of the task, with slashes between them), the
/// program on their <c>PATH</c>, and the study's <c>env.variables</c>.
/// </summary>
public sealed record TaskVariables
{
    /// <summary>The value of <c>MERLIN_BROKER</c>: the configuration file's absolute path, or an <c>ipc://</c> address.</summary>
    public required string Broker { get; init; }

    /// <summary>The directory with the program, appended to <c>PATH</c>.</summary>
    public required string ProgramDirectory { get; init; }
}
