using System.Globalization;
using System.Numerics;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>An integer within limits, or perhaps one token that stands for it.</summary>
internal sealed class IntegerRule : SpecRule
{
    /// <summary>The least value.</summary>
    public required int Least { get; init; }

    /// <summary>The greatest value.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Whether the value may be exactly one token <c>$(NAME)</c>.</summary>
    public bool AllowsToken { get; init; }

    /// <summary>A further word that is accepted.</summary>
    public string? Word { get; init; }

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        var scalar = node as YamlScalar;
        BigInteger? number = scalar?.Value is long or BigInteger ? scalar.WholeNumber() : null;
        bool isNumber = number >= Least && number <= Most;
        bool isToken = AllowsToken && scalar is { IsString: true } && SpecToken.IsOne(scalar.Text);
        bool isWord = Word is not null && scalar?.Text == Word;
        if (!isNumber && !isToken && !isWord)
        {
            Refuse(node, key, Must(showsMost: number > Most), report);
        }
    }

    private string Must(bool showsMost)
    {
        string range = showsMost || Most < int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"must be an integer from {Least} to {Most}")
            : string.Create(CultureInfo.InvariantCulture, $"must be an integer of at least {Least}");
        return AllowsToken ? range + " or one token $(NAME)" : range;
    }
}
