namespace Merlin.Workflow.Yaml;

/// <summary>A place in a YAML text.</summary>
/// <param name="Line">Line, counted from 1; 0 for a node that does not come from a text.</param>
/// <param name="Column">Column, counted from 1.</param>
public readonly record struct YamlMark(int Line, int Column)
{
    /// <summary>The place of nodes that were made, not read.</summary>
    public static YamlMark None => default;

    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}";
}
