namespace Merlin.Broker.Storage;

/// <summary>The texts of job ids in F58 (RFC 19), as far as a number and its form give the same text back.</summary>
internal static class JobText
{
    private const char Mark = 'ƒ';
    private const char PlainMark = 'f';
    private const string Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    // Those of the largest number.
    private const int MostDigits = 11;

    /// <summary>How a job is best written down, and its number if it has one.</summary>
    public static JobForm FormOf(string job, out ulong number)
    {
        number = 0;
        if (job.Length == 0)
        {
            return JobForm.None;
        }

        return job[0] switch
        {
            Mark when TryRead(job.AsSpan(1), out number) => JobForm.Number,
            PlainMark when TryRead(job.AsSpan(1), out number) => JobForm.PlainNumber,
            _ => JobForm.Text,
        };
    }

    /// <summary>The text of a number.</summary>
    public static string Of(ulong number, bool plain)
    {
        Span<char> text = stackalloc char[MostDigits + 1];
        int start = text.Length;
        do
        {
            (number, ulong digit) = Math.DivRem(number, (ulong)Digits.Length);
            text[--start] = Digits[(int)digit];
        }
        while (number > 0);
        text[--start] = plain ? PlainMark : Mark;
        return new string(text[start..]);
    }

    // A zero in front would be lost.
    private static bool TryRead(ReadOnlySpan<char> digits, out ulong number)
    {
        number = 0;
        if (digits.Length is 0 or > MostDigits || (digits.Length > 1 && digits[0] == Digits[0]))
        {
            return false;
        }

        UInt128 sum = 0;
        foreach (char letter in digits)
        {
            int digit = Digits.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            sum = (sum * (uint)Digits.Length) + (uint)digit;
        }

        number = (ulong)sum;
        return sum <= ulong.MaxValue;
    }
}
