namespace Merlin.Worker.Processes.Serving;

/// <summary>Tells the texts that are numbers in JSON, such as <c>-1.5e3</c>, from those that are not, such as <c>007</c> or <c>nan</c>.</summary>
internal static class JsonNumber
{
    /// <summary>Whether a text is a number as JSON writes them.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text)
    {
        int place = text.Length > 0 && text[0] == '-' ? 1 : 0;
        int whole = Digits(text[place..]);
        if (whole == 0 || (whole > 1 && text[place] == '0'))
        {
            return false;
        }

        place += whole;
        if (place < text.Length && text[place] == '.')
        {
            int fraction = Digits(text[(place + 1)..]);
            if (fraction == 0)
            {
                return false;
            }

            place += 1 + fraction;
        }

        return place == text.Length || IsExponent(text[place..]);
    }

    private static bool IsExponent(ReadOnlySpan<byte> text)
    {
        if ((text[0] | 0x20) != 'e')
        {
            return false;
        }

        text = text[1..];
        if (text.Length > 0 && text[0] is (byte)'+' or (byte)'-')
        {
            text = text[1..];
        }

        return text.Length > 0 && Digits(text) == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
