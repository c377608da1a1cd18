namespace Merlin.Workflow.Yaml;

/// <summary>How large a tree is with every alias written out.</summary>
internal readonly record struct YamlExtent(long Nodes, long Characters)
{
    /// <summary>More nodes than any study needs; a file of aliases of aliases reaches it in a few lines.</summary>
    public const long MostNodes = 300_000;

    /// <summary>More text than any study needs, in characters.</summary>
    public const long MostCharacters = 64L * 1024 * 1024;

    public bool IsTooLarge => Nodes > MostNodes || Characters > MostCharacters;

    public static YamlExtent Of(string text) => new(1, text.Length);

    public static YamlExtent operator +(YamlExtent left, YamlExtent right) =>
        new(left.Nodes + right.Nodes, left.Characters + right.Characters);
}
