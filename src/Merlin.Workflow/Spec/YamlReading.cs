using System.Globalization;
using System.Numerics;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>Takes typed values out of nodes that have been verified.</summary>
internal static class YamlReading
{
    /// <summary>The text of a scalar as written, or null when there is no scalar or it is null.</summary>
    public static string? TextOrNull(this YamlNode? node) => node is YamlScalar { IsNull: false } scalar ? scalar.Text : null;

    /// <summary>The texts of a list's scalars; none when there is no list.</summary>
    public static IReadOnlyList<string> Texts(this YamlNode? node) =>
        node is YamlSequence sequence
            ? [.. sequence.Items.OfType<YamlScalar>().Select(item => item.Text)]
            : [];

    /// <summary>The node as a mapping; an empty one when it is anything else.</summary>
    public static YamlMapping MappingOrEmpty(this YamlNode? node) => node as YamlMapping ?? YamlMapping.Empty;

    /// <summary>Whether a node is absent or null.</summary>
    public static bool IsAbsent(this YamlNode? node) => node is null or YamlScalar { IsNull: true };

    /// <summary>The whole number that a scalar is, also when its digits stand in quotes; null when it is none.</summary>
    public static BigInteger? WholeNumber(this YamlScalar scalar) => scalar.Value switch
    {
        long number => number,
        BigInteger number => number,
        string text when text.Length < 30 && BigInteger.TryParse(
            text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number) => number,
        _ => null,
    };
}
