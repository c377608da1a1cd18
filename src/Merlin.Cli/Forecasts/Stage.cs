namespace Merlin.Cli.Forecasts;

/// <summary>
/// Steps whose tasks follow each other without waiting for all: work that an allocation can do at any width up to some
/// part of itself.
/// </summary>
internal sealed class Stage
{
    private readonly List<Stage> _next = [];
    private int _waitsFor;

    /// <summary>How long the whole allocation would be busy with what is left, in seconds.</summary>
    public double Work { get; private set; }

    /// <summary>The part of the allocation that it can use at most, above 0 and at most 1.</summary>
    public double Width { get; private set; }

    /// <summary>Whether it waits for no other stage.</summary>
    public bool IsFree => _waitsFor == 0;

    /// <summary>Adds tasks that hold the same.</summary>
    /// <param name="tasks">How many.</param>
    /// <param name="slots">How many fit at a time.</param>
    /// <param name="seconds">How long each takes.</param>
    public void Add(long tasks, long slots, double seconds)
    {
        // What is begun last keeps its slot to its end: whole rounds count.
        bool fills = tasks >= slots;
        Width = Math.Max(Width, fills ? 1 : (double)tasks / slots);
        Work += fills ? (tasks + slots - 1) / slots * seconds : seconds * tasks / slots;
    }

    /// <summary>Lets this stage begin only when another has ended.</summary>
    public void WaitFor(Stage other)
    {
        other._next.Add(this);
        _waitsFor++;
    }

    /// <summary>Does a part of the work.</summary>
    public void Do(double work) => Work -= work;

    /// <summary>Says that the stage has ended.</summary>
    /// <returns>The stages that can begin now.</returns>
    public IEnumerable<Stage> End()
    {
        foreach (Stage stage in _next)
        {
            if (--stage._waitsFor == 0)
            {
                yield return stage;
            }
        }
    }
}
