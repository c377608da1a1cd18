namespace Merlin.Workflow.Yaml;

/// <summary>A list of nodes.</summary>
public sealed class YamlSequence : YamlNode
{
    /// <summary>A list of the given nodes, which the caller hands over.</summary>
    public YamlSequence(IReadOnlyList<YamlNode> items, YamlMark mark = default)
        : base(mark) => Items = items;

    /// <summary>The nodes, in order.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override string Kind => "a list";
}
