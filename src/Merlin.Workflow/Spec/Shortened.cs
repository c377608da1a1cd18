namespace Merlin.Workflow.Spec;

/// <summary>Cuts a user's text to what fits in a message of one line.</summary>
internal static class Shortened
{
    private const int Longest = 60;

    public static string Text(string text)
    {
        int lineEnd = text.AsSpan().IndexOfAny('\n', '\r');
        string line = lineEnd < 0 ? text : text[..lineEnd];
        if (line.Length > Longest)
        {
            return line[..Longest] + "…";
        }

        return lineEnd < 0 ? line : line + "…";
    }
}
