namespace Merlin.Cli.Studies;

/// <summary>A study as status commands show it, wherever its records are.</summary>
internal interface IStudyView : IDisposable
{
    /// <summary>The study as a whole.</summary>
    StudyFacts Facts { get; }

    /// <summary>Its nodes, in the study's order.</summary>
    IReadOnlyList<NodeView> Nodes { get; }

    /// <summary>Where each step stands, in the study's order.</summary>
    IReadOnlyList<StepSummary> Summarise();

    /// <summary>The tasks of a node that have been touched; read while the caller enumerates.</summary>
    IEnumerable<TaskView> Tasks(NodeView node);
}
