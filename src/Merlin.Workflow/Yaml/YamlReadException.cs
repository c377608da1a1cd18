namespace Merlin.Workflow.Yaml;

/// <summary>A text is not a YAML document that can be used. The message is for the user.</summary>
public sealed class YamlReadException(YamlMark mark, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The place of the problem.</summary>
    public YamlMark Mark { get; } = mark;
}
