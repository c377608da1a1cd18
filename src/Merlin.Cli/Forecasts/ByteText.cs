using System.Globalization;

namespace Merlin.Cli.Forecasts;

/// <summary>Amounts of bytes for people.</summary>
internal static class ByteText
{
    private const double Step = 1024;
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>The amount in the largest unit that it fills, with one digit behind the point at most.</summary>
    public static string Of(long bytes)
    {
        double amount = bytes;
        int unit = 0;
        while (amount >= Step && unit < Units.Length - 1)
        {
            amount /= Step;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{amount:0.#} {Units[unit]}");
    }
}
