using System.Text;

namespace Merlin.Workflow.Variables;

/// <summary>Expands <c>~</c>, <c>$NAME</c> and <c>${NAME}</c> as Python's <c>expanduser</c> and <c>expandvars</c> do.</summary>
/// <param name="environment">The environment's variables.</param>
/// <param name="home">What a <c>~</c> at the very start stands for.</param>
internal sealed class EnvironmentText(IReadOnlyDictionary<string, string> environment, string home)
{
    /// <summary>Expands a text; unknown names stay as they are.</summary>
    public string Expand(string text) => ExpandVariables(ExpandHome(text));

    private string ExpandHome(string text) =>
        text == "~" || text.StartsWith("~/", StringComparison.Ordinal) ? home.TrimEnd('/') + text[1..] : text;

    private string ExpandVariables(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        int place = 0;
        while (place < text.Length)
        {
            int length = text[place] == '$' ? ReferenceLength(text, place) : 0;
            if (length > 0 && environment.TryGetValue(text.Substring(place, length).Trim('$', '{', '}'), out string? value))
            {
                result.Append(value);
                place += length;
            }
            else
            {
                result.Append(text[place++]);
            }
        }

        return result.ToString();
    }

    /// <summary>Length of the reference that begins at a dollar sign, or 0 when none does.</summary>
    private static int ReferenceLength(string text, int start)
    {
        bool braced = start + 1 < text.Length && text[start + 1] == '{';
        int first = start + (braced ? 2 : 1);
        int end = first;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        if (end == first)
        {
            return 0;
        }

        if (!braced)
        {
            return end - start;
        }

        return end < text.Length && text[end] == '}' ? end + 1 - start : 0;
    }
}
