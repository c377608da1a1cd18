using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Merlin.Cli.Screen;

/// <summary>One line of the log.</summary>
/// <param name="Time">When it was written, local time.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Message">What happened.</param>
internal readonly record struct LogLine(DateTimeOffset Time, LogLevel Level, string Message)
{
    /// <summary>The level's word as users know it.</summary>
    public string LevelWord => Level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        _ => "ERROR",
    };

    /// <summary>The line as it is written where there are no colours.</summary>
    public override string ToString() => $"{Stamp}{LevelWord}] {Message}";

    /// <summary>The line with its level in a colour.</summary>
    public string ToColouredString() => $"{Stamp}{Ansi.Colour(LevelColour, LevelWord)}] {Message}";

    private string Stamp => Time.ToString("'['yyyy-MM-dd HH:mm:ss': '", CultureInfo.InvariantCulture);

    private Rgb LevelColour => Level switch
    {
        LogLevel.Trace or LogLevel.Debug => new Rgb(86, 180, 233),
        LogLevel.Information => new Rgb(0, 158, 115),
        LogLevel.Warning => new Rgb(230, 159, 0),
        _ => new Rgb(213, 94, 0),
    };
}
