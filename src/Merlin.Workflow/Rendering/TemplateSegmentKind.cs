namespace Merlin.Workflow.Rendering;

/// <summary>What a piece of a script template becomes in one task's script.</summary>
internal enum TemplateSegmentKind
{
    /// <summary>The same bytes in every script.</summary>
    Literal = 0,

    /// <summary>The task's value of one samples column.</summary>
    Column = 1,

    /// <summary>The task's sample index.</summary>
    SampleId = 2,

    /// <summary>The path of the task's sample below the node's workspace.</summary>
    SamplePath = 3,

    /// <summary>The paths of all samples, separated by blanks.</summary>
    AllPaths = 4,

    /// <summary>The directory in which the task runs, written as the node's workspace and the sample's path below it.</summary>
    OwnDirectory = 5,
}
