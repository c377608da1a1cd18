namespace Merlin.Benchmarks.Overhead;

/// <summary>A part of a document that a program writes, between two comments that name it.</summary>
internal static class MarkdownBlock
{
    /// <summary>Puts a text between the marks of a block.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">The block's name.</param>
    /// <param name="content">What the block is to hold.</param>
    /// <exception cref="FormatException">The document has no such block.</exception>
    public static string Replace(string document, string name, string content)
    {
        string begin = $"<!-- begin: {name} -->\n";
        string end = $"<!-- end: {name} -->";
        int from = document.IndexOf(begin, StringComparison.Ordinal);
        int to = document.IndexOf(end, Math.Max(from, 0), StringComparison.Ordinal);
        return from < 0 || to < 0
            ? throw new FormatException($"The document has no block '{name}', which begins with {begin.Trim()} and ends with {end}.")
            : string.Concat(document.AsSpan(0, from + begin.Length), content, document.AsSpan(to));
    }
}
