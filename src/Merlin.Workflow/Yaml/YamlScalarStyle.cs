namespace Merlin.Workflow.Yaml;

/// <summary>How a scalar is written; it decides whether the text may stand for anything but a string.</summary>
public enum YamlScalarStyle
{
    /// <summary>Without quotes: the text is resolved to a number, a boolean, … where it looks like one.</summary>
    Plain = 0,

    /// <summary>In single or double quotes: always a string.</summary>
    Quoted = 1,

    /// <summary>A <c>|</c> or <c>&gt;</c> block: always a string.</summary>
    Block = 2,
}
