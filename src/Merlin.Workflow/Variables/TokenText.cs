using System.Text;

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
    public static string Replace(string text, IReadOnlyDictionary<string, string> values)
    {
        int token = text.IndexOf("$(", StringComparison.Ordinal);
        if (token < 0 || values.Count == 0)
        {
            return text;
        }

        StringBuilder? result = null;
        int copied = 0;
        while (token >= 0)
        {
            int end = text.AsSpan(token + 2).IndexOfAny(")$\n");
            if (end >= 0 && text[token + 2 + end] == ')'
                && values.TryGetValue(text.Substring(token + 2, end), out string? value))
            {
                result ??= new StringBuilder(text.Length + value.Length);
                result.Append(text, copied, token - copied).Append(value);
                copied = token + end + 3;
            }

            token = text.IndexOf("$(", token + 2, StringComparison.Ordinal);
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }
}
