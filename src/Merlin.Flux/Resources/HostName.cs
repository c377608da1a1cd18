using System.Globalization;

namespace Merlin.Flux;

/// <summary>A host's name as its beginning and the number at its end.</summary>
/// <param name="Prefix">All before the number.</param>
/// <param name="Number">The number; null when there is none.</param>
/// <param name="Width">How many digits it is written with.</param>
internal readonly record struct HostName(string Prefix, ulong? Number, int Width)
{
    // More digits than that would not be a number any more.
    private const int MostDigits = 18;

    public static HostName Of(string host)
    {
        int end = host.AsSpan().TrimEnd("0123456789").Length;
        int width = host.Length - end;
        return width is > 0 and <= MostDigits
            ? new HostName(host[..end], ulong.Parse(host.AsSpan(end), NumberStyles.None, CultureInfo.InvariantCulture), width)
            : new HostName(host, null, 0);
    }

    /// <summary>A number with at least so many digits.</summary>
    public static string Digits(ulong number, int width) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
}
