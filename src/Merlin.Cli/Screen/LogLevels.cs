using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Merlin.Cli.Screen;

/// <summary>The words by which users name levels of the log.</summary>
internal static class LogLevels
{
    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DEBUG"] = LogLevel.Debug,
        ["INFO"] = LogLevel.Information,
        ["WARNING"] = LogLevel.Warning,
        ["ERROR"] = LogLevel.Error,
    };

    /// <summary>All words, from the least grave on.</summary>
    public static IReadOnlyCollection<string> Words => Levels.Keys;

    /// <summary>The level of a word, in any case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? word, out LogLevel level) =>
        Levels.TryGetValue(word ?? "", out level);

    /// <summary>The word for a level that has one.</summary>
    public static string WordOf(LogLevel level) => Levels.First(pair => pair.Value == level).Key;
}
