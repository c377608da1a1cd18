using System.Buffers;
using System.Text;

namespace Merlin.Workflow.Yaml;

/// <summary>Turns a file's bytes into the text that YAML allows.</summary>
public static class YamlText
{
    /// <summary>Decodes UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="YamlReadException">The bytes are not UTF-8, or hold control characters.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Utf16Little) || bytes.StartsWith(Utf16Big))
        {
            throw new YamlReadException(new YamlMark(1, 1), "the file is UTF-16: save it as UTF-8");
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        string text = DecodeStrictly(bytes);
        int bad = text.AsSpan().IndexOfAny(Forbidden);
        if (bad >= 0)
        {
            throw new YamlReadException(
                MarkAt(text.AsSpan(0, bad)),
                $"the character U+{(int)text[bad]:X4} may not stand in a YAML file: is this a text file?");
        }

        return text;
    }

    private static ReadOnlySpan<byte> Utf16Little => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16Big => [0xFE, 0xFF];

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Select(code => (char)code).Where(code => code is not ('\t' or '\n' or '\r')),
        .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code).Where(code => code != '\x85'),
        '\uFFFE',
        '\uFFFF',
    ]);

    private static string DecodeStrictly(ReadOnlySpan<byte> bytes)
    {
        char[] text = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            OperationStatus status = System.Text.Unicode.Utf8.ToUtf16(
                bytes, text, out _, out int written, replaceInvalidSequences: false);
            return status == OperationStatus.Done
                ? new string(text, 0, written)
                : throw new YamlReadException(
                    MarkAt(text.AsSpan(0, written)), "the bytes here are not UTF-8: save the file as UTF-8 text");
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private static YamlMark MarkAt(ReadOnlySpan<char> before)
    {
        int lineStart = before.LastIndexOf('\n') + 1;
        return new YamlMark(before.Count('\n') + 1, before.Length - lineStart + 1);
    }
}
