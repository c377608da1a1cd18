using System.Text;
using System.Text.RegularExpressions;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Packing;

/// <summary>Which of the files that a task leaves behind are kept, and how much of them.</summary>
/// <param name="packing">What the spec says.</param>
internal sealed class KeepRules(SamplePacking packing)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Regex[] _patterns = [.. packing.Keep.Select(Compile)];

    /// <summary>How many bytes are kept of one attempt.</summary>
    public long Limit { get; } = packing.KeepLimit;

    /// <summary>Whether a file is kept.</summary>
    /// <param name="path">Its path below the task's directory.</param>
    public bool Keeps(string path) => Array.Exists(_patterns, pattern => pattern.IsMatch(path));

    private static Regex Compile(string pattern)
    {
        var text = new StringBuilder(pattern.Contains('/', StringComparison.Ordinal) ? "^" : "^(?:.*/)?");
        for (int i = 0; i < pattern.Length; i++)
        {
            bool isDouble = pattern.AsSpan(i).StartsWith("**");
            text.Append((pattern[i], isDouble) switch
            {
                ('*', true) => ".*",
                ('*', false) => "[^/]*",
                ('?', _) => "[^/]",
                _ => Regex.Escape(pattern[i].ToString()),
            });
            i += isDouble ? 1 : 0;
        }

        RegexOptions options = RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking;
        return new Regex(text.Append("\\z").ToString(), options, Patience);
    }
}
