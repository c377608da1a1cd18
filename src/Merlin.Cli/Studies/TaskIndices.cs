using System.Globalization;
using Merlin.Cli.Invocation;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>Tasks of a node as a person names them: <c>3</c>, <c>5-9</c>, <c>20-</c>; none named means all.</summary>
internal sealed class TaskIndices
{
    // In their order and apart from each other, so that a task that was named twice is meant once.
    private readonly List<(long First, long Last)> _ranges = [];

    /// <summary>Reads what was typed.</summary>
    /// <param name="node">The node.</param>
    /// <param name="words">The words.</param>
    /// <exception cref="UserErrorException">A word names no tasks of the node.</exception>
    public TaskIndices(PlanNode node, IReadOnlyList<string> words)
    {
        var named = new List<(long First, long Last)>();
        foreach (string word in words)
        {
            (long First, long Last) range = Read(word, node.Count - 1) ?? throw new UserErrorException(
                $"'{word}' names no tasks: give an index such as 3, or a range such as 5-9 or 20-.");
            if (range.First > range.Last || range.Last >= node.Count)
            {
                throw new UserErrorException(string.Create(
                    CultureInfo.InvariantCulture, $"'{node.Name}' has the tasks 0 to {node.Count - 1}, and no task {word}."));
            }

            named.Add(range);
        }

        if (words.Count == 0)
        {
            named.Add((0, node.Count - 1));
        }

        foreach ((long First, long Last) range in named.Order())
        {
            if (_ranges.Count > 0 && range.First <= _ranges[^1].Last)
            {
                _ranges[^1] = (_ranges[^1].First, Math.Max(_ranges[^1].Last, range.Last));
            }
            else
            {
                _ranges.Add(range);
            }
        }
    }

    /// <summary>The only task that is meant; null when there are more.</summary>
    public long? Only => _ranges is [var (first, last)] && first == last ? first : null;

    /// <summary>All of them, in their order.</summary>
    public IEnumerable<long> All
    {
        get
        {
            foreach ((long first, long last) in _ranges)
            {
                for (long index = first; index <= last; index++)
                {
                    yield return index;
                }
            }
        }
    }

    /// <summary>Whether a task is meant.</summary>
    public bool Contains(long index) => _ranges.Exists(range => index >= range.First && index <= range.Last);

    private static (long First, long Last)? Read(string word, long last)
    {
        string[] ends = word.Split('-', 2);
        if (!TryRead(ends[0], out long first))
        {
            return null;
        }

        return ends switch
        {
            [_] => (first, first),
            [_, ""] => (first, last),
            [_, var text] when TryRead(text, out long end) => (first, end),
            _ => null,
        };
    }

    private static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
