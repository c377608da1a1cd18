using System.Globalization;
using System.Numerics;

namespace Merlin.Workflow.Yaml;

/// <summary>A scalar: its text, how it is written, and the value that YAML 1.1 gives it.</summary>
public sealed class YamlScalar : YamlNode
{
    private YamlScalar(string text, YamlScalarStyle style, YamlMark mark)
        : base(mark)
    {
        Text = text;
        Style = style;
    }

    /// <summary>The text, without quotes and with escapes undone.</summary>
    public string Text { get; }

    /// <summary>How the scalar is written.</summary>
    public YamlScalarStyle Style { get; }

    /// <summary>
    /// The value: null, <see cref="bool"/>, <see cref="long"/>, <see cref="BigInteger"/> (beyond 64 bits),
    /// <see cref="double"/>, <see cref="DateOnly"/>, <see cref="YamlTimestamp"/> or <see cref="string"/>.
    /// </summary>
    /// <remarks>Resolved on every call; nothing is kept.</remarks>
    public object? Value => Style == YamlScalarStyle.Plain ? YamlScalarResolver.Resolve(Text) : Text;

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => Value is null;

    /// <summary>Whether the value is a string.</summary>
    public bool IsString => Value is string;

    /// <summary>The value as <c>str(value)</c> writes it in Python; the form that replaces tokens.</summary>
    public string ValueText => Style == YamlScalarStyle.Plain ? PythonText.Of(Value) : Text;

    /// <inheritdoc/>
    public override string Kind => Value switch
    {
        null => "null",
        bool => "a boolean",
        long or BigInteger => "an integer",
        double => "a number",
        DateOnly or YamlTimestamp => "a date",
        _ => "a text",
    };

    /// <summary>A scalar as it would be read from this text without quotes.</summary>
    public static YamlScalar Plain(string text, YamlMark mark = default) => new(text, YamlScalarStyle.Plain, mark);

    /// <summary>A string, whatever its text looks like.</summary>
    public static YamlScalar Quoted(string text, YamlMark mark = default) => new(text, YamlScalarStyle.Quoted, mark);

    /// <summary>A string written as a block.</summary>
    public static YamlScalar Block(string text, YamlMark mark = default) => new(text, YamlScalarStyle.Block, mark);

    /// <summary>A plain integer.</summary>
    public static YamlScalar Of(long value) => Plain(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A plain boolean.</summary>
    public static YamlScalar Of(bool value) => Plain(value ? "true" : "false");

    /// <summary>The same scalar, in style and place, with another text.</summary>
    public YamlScalar WithText(string text) => ReferenceEquals(text, Text) ? this : new(text, Style, Mark);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
