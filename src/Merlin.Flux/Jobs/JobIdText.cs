using System.Globalization;

namespace Merlin.Flux;

/// <summary>The written forms of job ids (RFC 19).</summary>
internal static class JobIdText
{
    /// <summary>Begins an F58 id.</summary>
    public const string Mark = "ƒ";

    /// <summary>Begins an F58 id where only ASCII goes through.</summary>
    public const string PlainMark = "f";

    private const string Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string KvsMark = "job.";
    private const int LongestBase58 = 11;
    private const int GroupLength = 4;

    public static string Base58(ulong number)
    {
        Span<char> text = stackalloc char[LongestBase58];
        int start = text.Length;
        do
        {
            (number, ulong digit) = Math.DivRem(number, (ulong)Digits.Length);
            text[--start] = Digits[(int)digit];
        }
        while (number > 0);
        return new string(text[start..]);
    }

    public static string KvsPath(ulong number)
    {
        string digits = number.ToString("x16", CultureInfo.InvariantCulture);
        return KvsMark + string.Join('.', Enumerable.Range(0, 4).Select(group => digits.Substring(group * GroupLength, GroupLength)));
    }

    public static bool TryRead(ReadOnlySpan<char> text, out ulong number)
    {
        if (text.StartsWith(KvsMark, StringComparison.Ordinal))
        {
            text = text[KvsMark.Length..];
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            || TryReadHexadecimal(text, out number)
            || TryReadDotted(text, out number)
            || TryReadBase58(text, out number)
            || TryReadWords(text, out number);
    }

    private static bool TryReadHexadecimal(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    // Four groups of four digits.
    private static bool TryReadDotted(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        const int Length = (4 * GroupLength) + 3;
        if (text.Length != Length || text[4] != '.' || text[9] != '.' || text[14] != '.')
        {
            return false;
        }

        string digits = $"{text[..4]}{text[5..9]}{text[10..14]}{text[15..]}";
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryReadBase58(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        if (text.Length < 2 || (!text.StartsWith(Mark, StringComparison.Ordinal) && text[0] != PlainMark[0]))
        {
            return false;
        }

        UInt128 sum = 0;
        foreach (char letter in text[1..])
        {
            int digit = Digits.IndexOf(letter, StringComparison.Ordinal);
            sum = (sum * (uint)Digits.Length) + (uint)Math.Max(digit, 0);
            if (digit < 0 || sum > ulong.MaxValue)
            {
                return false;
            }
        }

        number = (ulong)sum;
        return true;
    }

    // The words are a dictionary of libflux's: where there is no libflux, nobody can have got one.
    private static bool TryReadWords(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        return text.Contains('-') && FluxLibrary.TryLoad(out _)
            && JobImports.ParseId(text.ToString(), out number) == 0;
    }
}
