using Merlin.Workflow.Plan;

namespace Merlin.Cli.Running;

/// <summary>A study whose workspace stands and whose plan is made: it can be run.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="InfoDirectory">Absolute path of the workspace's <c>merlin_info</c>.</param>
internal sealed record PreparedStudy(StudyPlan Plan, string InfoDirectory)
{
    /// <summary>Name of the directory in <c>merlin_info</c> that holds the study's store, lock and endpoint.</summary>
    public const string StateDirectoryName = ".state";

    /// <summary>Where the study's store, lock and endpoint are.</summary>
    public string StateDirectory => Path.Combine(InfoDirectory, StateDirectoryName);
}
