using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// The tokens that make a node run once for each sample, in the letter case that counts for that: columns as labelled,
/// the index and the path all upper or all lower case.
/// </summary>
internal sealed class SampleTokens
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;

    public SampleTokens(SampleSource? samples)
    {
        HashSet<string> names = [
            TaskTokens.SampleId, TaskTokens.SamplePath, "merlin_sample_id", "merlin_sample_path", .. samples?.Labels ?? []];
        _names = names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether one of the tokens occurs in a text, be it in a comment.</summary>
    public bool OccurIn(string text) => Token.Find(text).Any(token => _names.Contains(token.Name(text)));

    /// <summary>The first of the tokens in a text, in any letter case; null when there is none.</summary>
    public string? FirstIn(string text)
    {
        foreach (Token token in Token.Find(text))
        {
            string name = token.Name(text).ToString();
            if (_names.Set.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return text[token.Start..token.End];
            }
        }

        return null;
    }
}
