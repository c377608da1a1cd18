namespace Merlin.Workflow.Expansion;

/// <summary>Orders steps so that each comes after those it waits for, and otherwise as in the spec.</summary>
internal sealed class StepOrder
{
    private readonly StepLinks[] _links;
    private readonly int[] _waitingFor;
    private readonly List<int>?[] _dependents;
    private readonly List<int> _order;

    /// <summary>Orders the steps.</summary>
    public StepOrder(StepLinks[] links)
    {
        _links = links;
        _waitingFor = new int[links.Length];
        _dependents = new List<int>?[links.Length];
        _order = new List<int>(links.Length);
        CountDependencies();
        Sort();
    }

    /// <summary>The order; without the steps of circles, and those that wait for them.</summary>
    public IReadOnlyList<int> Steps => _order;

    /// <summary>Whether there are circles.</summary>
    public bool HasCircle => _order.Count < _links.Length;

    /// <summary>Steps that wait for each other in a circle, of which there must be one.</summary>
    public IReadOnlyList<int> FindCircle()
    {
        // Every step that could not be ordered waits for another one of that kind: following those ends in a circle.
        var path = new List<int>();
        var placeInPath = new Dictionary<int, int>();
        int step = Array.FindIndex(_waitingFor, w => w > 0);
        while (placeInPath.TryAdd(step, path.Count))
        {
            path.Add(step);
            step = _links[step].Dependencies.Find(d => _waitingFor[d.Step] > 0).Step;
        }

        return path[placeInPath[step]..];
    }

    private void CountDependencies()
    {
        for (int step = 0; step < _links.Length; step++)
        {
            foreach (StepDependency dependency in _links[step].Dependencies)
            {
                _waitingFor[step]++;
                (_dependents[dependency.Step] ??= []).Add(step);
            }
        }
    }

    private void Sort()
    {
        var free = new PriorityQueue<int, int>();
        for (int step = 0; step < _links.Length; step++)
        {
            if (_waitingFor[step] == 0)
            {
                free.Enqueue(step, step);
            }
        }

        while (free.TryDequeue(out int step, out _))
        {
            _order.Add(step);
            foreach (int dependent in _dependents[step] ?? [])
            {
                if (--_waitingFor[dependent] == 0)
                {
                    free.Enqueue(dependent, dependent);
                }
            }
        }
    }
}
