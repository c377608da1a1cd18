using Merlin.Workflow.Rendering;

namespace Merlin.Workflow.Variables;

/// <summary>Replaces tokens <c>$(NAME)</c> in texts.</summary>
internal static class TokenText
{
    /// <summary>Whether a text holds anything that looks like a token.</summary>
    public static bool HasToken(string text) => text.Contains("$(", StringComparison.Ordinal);

    /// <summary>
    /// Replaces every token whose name has a value. What is inserted is not looked at again; other tokens stay.
    /// </summary>
    /// <returns>The new text; the same string when nothing was replaced.</returns>
    public static string Replace(string text, IReadOnlyDictionary<string, string> values) =>
        values.Count > 0 && HasToken(text)
            ? Token.Substitute(text, name => values.GetValueOrDefault(name.ToString()))
            : text;
}
