namespace Merlin.Workflow.Spec.Verification;

/// <summary>Finds the word that somebody probably meant.</summary>
public static class NearestWord
{
    private const int LongestWord = 60;

    /// <summary>The known word at the least edit distance, or null when none is near.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        (string Word, int Distance)? best = null;
        foreach (string candidate in known)
        {
            int distance = Distance(Plain(word), Plain(candidate));
            if (distance < candidate.Length && distance <= Math.Max(1, candidate.Length / 3) && (best is null || distance < best.Value.Distance))
            {
                best = (candidate, distance);
            }
        }

        return best?.Word;
    }

    // Blanks, dashes and underscores are what people mix up most.
    private static string Plain(string word) => word.ToUpperInvariant().Replace('_', ' ').Replace('-', ' ');

    /// <summary>How many letters must be added, removed, replaced or swapped with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        int[] twoAbove = [];
        int[] above = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }

            (twoAbove, above) = (above, row);
        }

        return above[right.Length];
    }
}
