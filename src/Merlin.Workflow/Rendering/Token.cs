using System.Text;

namespace Merlin.Workflow.Rendering;

/// <summary>One <c>$(NAME)</c> in a text.</summary>
/// <param name="Start">Where its <c>$</c> stands.</param>
/// <param name="End">The place after its closing parenthesis.</param>
internal readonly record struct Token(int Start, int End)
{
    private const string Opening = "$(";

    /// <summary>The name between the parentheses.</summary>
    public ReadOnlySpan<char> Name(string text) => text.AsSpan(Start + Opening.Length, End - Start - Opening.Length - 1);

    /// <summary>
    /// Everything in a text that may be a token, from left to right. Names are not restricted to word characters, since
    /// steps and columns may be called otherwise; so a shell's <c>$(date -u)</c> is found too, and is nobody's name.
    /// </summary>
    public static IEnumerable<Token> Find(string text)
    {
        int start = text.IndexOf(Opening, StringComparison.Ordinal);
        while (start >= 0)
        {
            int name = start + Opening.Length;
            int length = text.AsSpan(name).IndexOfAny(")($\n");
            if (length > 0 && text[name + length] == ')')
            {
                yield return new Token(start, name + length + 1);
            }

            start = text.IndexOf(Opening, name, StringComparison.Ordinal);
        }
    }

    /// <summary>A text with the tokens that have a value replaced, all in one pass: values are not searched again.</summary>
    /// <param name="text">The text.</param>
    /// <param name="resolve">Gives the value of a token.</param>
    /// <returns>The new text, or the same string when nothing was replaced.</returns>
    public static string Substitute(string text, TokenResolver resolve)
    {
        StringBuilder? result = null;
        int copied = 0;
        foreach (Token token in Find(text))
        {
            if (resolve(token.Name(text)) is not string value)
            {
                continue;
            }

            result ??= new StringBuilder(text.Length + value.Length);
            result.Append(text, copied, token.Start - copied).Append(value);
            copied = token.End;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }
}
