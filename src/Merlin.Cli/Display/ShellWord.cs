using System.Buffers;

namespace Merlin.Cli.Display;

/// <summary>Words for a shell's command line.</summary>
internal static class ShellWord
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+=:,@%");

    /// <summary>The text as one word, in quotes where a shell would not take it as it is.</summary>
    public static string Quote(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain)
        ? text
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
