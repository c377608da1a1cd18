namespace Merlin.Worker.Placement;

/// <summary>What a node has several of, its cores or its GPUs: which of them the worker may use, and which are held.</summary>
internal sealed class Units
{
    private readonly int[] _numbers;
    private readonly bool[] _open;
    private readonly bool[] _held;

    /// <summary>Begins with all of them open and none held.</summary>
    /// <param name="numbers">Their numbers, ascending.</param>
    public Units(IReadOnlyList<int> numbers)
    {
        _numbers = [.. numbers];
        _open = new bool[_numbers.Length];
        _held = new bool[_numbers.Length];
        OpenAll();
    }

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Length;

    /// <summary>How many are open and not held.</summary>
    public int Free { get; private set; }

    /// <summary>The numbers of those that are held.</summary>
    public IEnumerable<int> Held => _numbers.Where((_, place) => _held[place]);

    /// <summary>Takes the first that are free.</summary>
    /// <exception cref="InvalidOperationException">Fewer are free.</exception>
    public int[] Take(int count)
    {
        if (count > Free)
        {
            throw new InvalidOperationException("There are not so many.");
        }

        int[] taken = new int[count];
        for (int place = 0, next = 0; next < count; place++)
        {
            if (_open[place] && !_held[place])
            {
                _held[place] = true;
                taken[next++] = _numbers[place];
            }
        }

        Free -= count;
        return taken;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Give(int[] numbers)
    {
        foreach (int number in numbers)
        {
            int place = PlaceOf(number);
            _held[place] = false;
            Free += _open[place] ? 1 : 0;
        }
    }

    /// <summary>Whether any of some is held; numbers that are none of these are not.</summary>
    public bool AnyHeld(IReadOnlyList<int> numbers) => numbers.Any(number => PlaceOf(number) is >= 0 and int place && _held[place]);

    /// <summary>Lets all be used.</summary>
    public void OpenAll()
    {
        Array.Fill(_open, true);
        Recount();
    }

    /// <summary>Lets only some be used; numbers that are none of these are ignored.</summary>
    public void OpenOnly(IEnumerable<int> numbers)
    {
        Array.Fill(_open, false);
        foreach (int number in numbers)
        {
            if (PlaceOf(number) is >= 0 and int place)
            {
                _open[place] = true;
            }
        }

        Recount();
    }

    private int PlaceOf(int number) => Array.BinarySearch(_numbers, number);

    private void Recount()
    {
        Free = 0;
        for (int place = 0; place < _numbers.Length; place++)
        {
            Free += _open[place] && !_held[place] ? 1 : 0;
        }
    }
}
