namespace Merlin.Workflow.Expansion;

/// <summary>
/// The distinct combinations of the parameters that a step is expanded over: combinations whose labels read the same
/// are one node, for which the first of them counts.
/// </summary>
internal sealed class StepCombinations
{
    private readonly int[] _nodeOf;
    private readonly List<int> _first = [];
    private readonly List<string> _labels = [];

    /// <summary>Finds the distinct combinations.</summary>
    /// <param name="table">The parameters.</param>
    /// <param name="used">Those that the step is expanded over, in ascending order; none gives one node.</param>
    public StepCombinations(ParameterTable table, IReadOnlyList<int> used)
    {
        IsParameterised = used.Count > 0;
        _nodeOf = new int[IsParameterised ? table.Combinations : 1];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int combination = 0; combination < _nodeOf.Length; combination++)
        {
            string label = string.Join('.', used.Select(p => table.Label(p, combination)));
            if (!known.TryGetValue(label, out int node))
            {
                node = _first.Count;
                known.Add(label, node);
                _first.Add(combination);
                _labels.Add(label);
            }

            _nodeOf[combination] = node;
        }
    }

    /// <summary>Whether the step is expanded over parameters.</summary>
    public bool IsParameterised { get; }

    /// <summary>Number of nodes that the step becomes.</summary>
    public int Nodes => _first.Count;

    /// <summary>How many combinations were left out because their labels read the same as others'.</summary>
    public int Collapsed => _nodeOf.Length - _first.Count;

    /// <summary>The combination whose values a node takes.</summary>
    public int Combination(int node) => _first[node];

    /// <summary>A node's labels joined by dots; empty for a step without parameters.</summary>
    public string Label(int node) => _labels[node];

    /// <summary>The node of a combination; the only one for a step without parameters.</summary>
    public int NodeOf(int combination) => IsParameterised ? _nodeOf[combination] : 0;
}
