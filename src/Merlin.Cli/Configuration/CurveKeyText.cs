using System.Buffers;

namespace Merlin.Cli.Configuration;

/// <summary>Keys of CURVE as people see them: 40 characters of Z85.</summary>
internal static class CurveKeyText
{
    /// <summary>How many characters a key has.</summary>
    public const int Length = 40;

    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#");

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(Letters);
}
