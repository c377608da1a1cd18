using System.Text.RegularExpressions;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>The form of a token where it stands for a whole value.</summary>
internal static partial class SpecToken
{
    /// <summary>Whether the text is exactly one token.</summary>
    public static bool IsOne(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"\A\$\(\w+\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
