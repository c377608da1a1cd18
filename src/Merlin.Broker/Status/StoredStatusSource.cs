using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>
/// The view of a study that no process runs, read from its store. The store is opened for each read and closed again, so
/// that somebody who looks at a long list does not keep a run from starting; what was read of the study as a whole is true
/// until somebody writes the store.
/// </summary>
internal sealed class StoredStatusSource : IStudyStatusSource
{
    // Blocks of tasks that are read each time the store is opened.
    private const int PagesPerRead = 16;

    private readonly string _stateDirectory;
    private StudyStatus _status;
    private ReadOnlyMemory<byte> _plan;
    private StoreStamp _stamp;

    /// <summary>Reads where the study stands.</summary>
    /// <exception cref="StoreException">The store cannot be read, is in use, or holds no study.</exception>
    public StoredStatusSource(string stateDirectory)
    {
        _stateDirectory = stateDirectory;
        _stamp = StoreStamp.Of(stateDirectory);
        (_status, _plan) = Read(ReadStudy);
    }

    public bool IsLive => false;

    public StudyStatus GetStatus()
    {
        Refresh();
        return _status;
    }

    public IEnumerable<TaskRow> Tasks(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, _status.Arrays.Count);
        return Enumerate(new ArrayId(_status.Study, ordinal));
    }

    public ReadOnlyMemory<byte> ReadPlan()
    {
        Refresh();
        return _plan;
    }

    public void Dispose()
    {
        // Nothing is open between two reads.
    }

    private IEnumerable<TaskRow> Enumerate(ArrayId array)
    {
        long? from = 0;
        while (from is not null)
        {
            List<TaskPage> pages = Read(store => ReadPages(store, array, from.Value));
            foreach (TaskRow row in pages.SelectMany(page => page.Rows))
            {
                yield return row;
            }

            from = pages[^1].Next;
        }
    }

    private static List<TaskPage> ReadPages(Store store, ArrayId array, long from)
    {
        List<TaskPage> pages = [store.ReadPage(array, from, [])];
        while (pages.Count < PagesPerRead && pages[^1].Next is { } next)
        {
            pages.Add(store.ReadPage(array, next, []));
        }

        return pages;
    }

    private void Refresh()
    {
        // Looked at before it is read: what is written meanwhile is another stamp.
        StoreStamp stamp = StoreStamp.Of(_stateDirectory);
        if (stamp != _stamp)
        {
            (_status, _plan) = Read(ReadStudy);
            _stamp = stamp;
        }
    }

    private (StudyStatus Status, ReadOnlyMemory<byte> Plan) ReadStudy(Store store) =>
        store.LatestStudy is { } study && store.ReadStatus(study, null) is { } status && store.ReadPlan(study) is { } plan
            ? (status, plan.Plan)
            : throw NoStudy();

    private T Read<T>(Func<Store, T> function)
    {
        using Store store = Open();
        return function(store);
    }

    private Store Open()
    {
        string file = Path.Combine(_stateDirectory, Store.FileName);
        if (!File.Exists(file))
        {
            throw new StoreException(_stateDirectory, "there is no record of a run here");
        }

        try
        {
            return Store.Open(_stateDirectory);
        }
        catch (StoreException e) when (!e.IsInUse && IsAllInOneFile(file))
        {
            return OpenImmutable(e);
        }
    }

    // A directory that cannot be written to, an archive for example: SQLite's way for writers does not work there.
    private Store OpenImmutable(StoreException reason)
    {
        try
        {
            return Store.OpenImmutable(_stateDirectory);
        }
        catch (StoreException)
        {
            throw reason;
        }
    }

    private static bool IsAllInOneFile(string file) => new FileInfo(file + "-wal") is not { Exists: true, Length: > 0 };

    private StoreException NoStudy() => new(_stateDirectory, "the record holds no study yet");
}
