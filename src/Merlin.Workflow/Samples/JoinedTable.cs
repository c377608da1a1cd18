namespace Merlin.Workflow.Samples;

/// <summary>The rows of several samples files one after the other; each file is opened when a row of it is first read.</summary>
internal sealed class JoinedTable : SampleTable
{
    private readonly Lock _gate = new();
    private readonly SampleTable _first;
    private readonly IReadOnlyList<FurtherSamples> _further;
    private readonly SampleTable?[] _opened;

    /// <summary>Joins files.</summary>
    /// <param name="first">The rows of the first file; the joined table owns it.</param>
    /// <param name="further">The other files.</param>
    public JoinedTable(SampleTable first, IReadOnlyList<FurtherSamples> further)
    {
        _first = first;
        _further = further;
        _opened = new SampleTable?[further.Count];
        Rows = first.Rows + further.Sum(static file => file.Rows);
    }

    public override long Rows { get; }

    public override int Columns => _first.Columns;

    public override void Read(long row, SampleRow target)
    {
        if (row < _first.Rows)
        {
            _first.Read(row, target);
            return;
        }

        row -= _first.Rows;
        int place = 0;
        for (; row >= _further[place].Rows; place++)
        {
            row -= _further[place].Rows;
        }

        Opened(place).Read(row, target);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _first.Dispose();
            Array.ForEach(_opened, static table => table?.Dispose());
        }
    }

    private SampleTable Opened(int place)
    {
        lock (_gate)
        {
            return _opened[place] ??= SampleTables.OpenUnchanged(
                _further[place].File, _further[place].FileSize, _further[place].FileTicks, _further[place].Rows, Columns);
        }
    }
}
