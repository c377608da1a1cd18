namespace Merlin.Cli.Reports;

/// <summary>The forms of a detailed status.</summary>
internal enum DetailedLayout
{
    /// <summary>A box for each node.</summary>
    Default,

    /// <summary>One table of all tasks.</summary>
    Table,
}
