namespace Merlin.Workflow.Expansion;

/// <summary>Tells whether a step waits for another, straight or through others.</summary>
internal sealed class StepAncestors(StepLinks[] links)
{
    private readonly int[] _seenIn = new int[links.Length];
    private readonly Stack<int> _open = new();
    private int _search;

    /// <summary>Whether <paramref name="step"/> waits for <paramref name="other"/>.</summary>
    public bool Contains(int step, int other)
    {
        _search++;
        _open.Clear();
        _open.Push(step);
        while (_open.TryPop(out int current))
        {
            foreach (StepDependency dependency in links[current].Dependencies)
            {
                if (dependency.Step == other)
                {
                    return true;
                }

                if (_seenIn[dependency.Step] != _search)
                {
                    _seenIn[dependency.Step] = _search;
                    _open.Push(dependency.Step);
                }
            }
        }

        return false;
    }
}
