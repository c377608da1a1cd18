using System.Numerics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Merlin.Workflow.Yaml;

/// <summary>What explicit tags such as <c>!!str</c> do; those that would make objects are refused.</summary>
internal static class YamlTags
{
    private const string Standard = "tag:yaml.org,2002:";

    /// <summary>Makes a scalar's node, its style decided by quotes and tag.</summary>
    public static YamlScalar Apply(Scalar scalar, YamlMark mark)
    {
        string text = scalar.Value;
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style switch
            {
                ScalarStyle.Plain => YamlScalar.Plain(text, mark),
                ScalarStyle.Literal or ScalarStyle.Folded => YamlScalar.Block(text, mark),
                _ => YamlScalar.Quoted(text, mark),
            };
        }

        string tag = scalar.Tag.IsNonSpecific ? Standard + "str" : scalar.Tag.Value;
        var plain = YamlScalar.Plain(text, mark);
        bool fits = tag switch
        {
            Standard + "str" => true,
            Standard + "null" => plain.IsNull,
            Standard + "bool" => plain.Value is bool,
            Standard + "int" => plain.Value is long or BigInteger,
            Standard + "float" => plain.Value is double or long or BigInteger,
            Standard + "timestamp" => plain.Value is DateOnly or YamlTimestamp,
            Standard + "merge" => text == "<<",
            _ => throw Unknown(tag, mark),
        };
        if (!fits)
        {
            throw new YamlReadException(mark, $"'{text}' is not what its tag '!!{tag[Standard.Length..]}' says");
        }

        return tag switch
        {
            Standard + "str" => YamlScalar.Quoted(text, mark),
            Standard + "float" when plain.Value is long number => YamlScalar.Plain(PythonText.Of((double)number), mark),
            _ => plain,
        };
    }

    /// <summary>Refuses a list or mapping whose tag says anything but that it is one.</summary>
    public static void Demand(TagName tag, string kind, YamlMark mark)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && tag.Value != Standard + kind)
        {
            throw Unknown(tag.Value, mark);
        }
    }

    private static YamlReadException Unknown(string tag, YamlMark mark) =>
        new(mark, $"the tag '{tag.Replace(Standard, "!!", StringComparison.Ordinal)}' is not supported: remove it");
}
