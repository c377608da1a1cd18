using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Status;

namespace Merlin.Broker.Storage;

/// <summary>
/// The durable truth about studies and their tasks: everything that a broker has acknowledged is here, and a broker
/// that was killed goes on from here.
/// </summary>
/// <remarks>
/// For one thread at a time, and for one process: another process that opens the same store is refused while this one
/// lives. A commit is on the disk when <see cref="Commit"/> returns, or has not happened at all. After a failed commit
/// the store refuses everything: what it holds in memory is no longer what is on the disk.
/// </remarks>
public sealed class Store : IDisposable
{
    /// <summary>Name of the store's file in its directory.</summary>
    public const string FileName = "study.db";

    private const int CompactionsPerStep = 16;

    private readonly Database _database;
    private readonly StoreTables _tables;
    private readonly EarlierRuns _earlier;
    private readonly ChangeWriter _writer;
    private readonly StatusReader _status;
    private readonly StudyCatalog _catalog;
    private bool _failed;

    private Store(Database database)
    {
        _database = database;
        _tables = new StoreTables(database);
        _earlier = new EarlierRuns(database, _tables);
        _writer = new ChangeWriter(_tables, _earlier);
        _status = new StatusReader(_tables);
        _catalog = new StudyCatalog(database, _tables);
        Statement id = database.Prepare("SELECT id FROM broker");
        BrokerId = database.Read(() => Load(id));
    }

    /// <summary>Opens the store of a directory, and makes both when they are not there (modes 0700 and 0600).</summary>
    /// <param name="directory">The workspace's <c>merlin_info/.state</c>.</param>
    /// <exception cref="StoreException">
    /// The store cannot be opened or made, is in use, damaged, not a store, or was written by a newer Merlin.
    /// </exception>
    public static Store Open(string directory)
    {
        try
        {
            Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                directory, "this directory for the study's record cannot be made; check that you may write here and that there is room", e);
        }

        return From(Database.Open(Path.Combine(directory, FileName)));
    }

    /// <summary>
    /// Loads the library under stores, which takes most of the time that a program needs to open its first one. May run beside
    /// other work, and need not: what goes wrong here goes wrong again, and is told, when a store is opened.
    /// </summary>
    public static Task PreloadAsync() => Task.Run(Database.Preload);

    /// <summary>Opens a store only to read it, in a directory that nobody can write to.</summary>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    internal static Store OpenImmutable(string directory) =>
        From(Database.OpenImmutable(Path.Combine(directory, FileName)));

    /// <summary>
    /// Begins a new run of the workspace's study: open studies and leases are forgotten, and the same study can be
    /// submitted again. Where the new run reports that a task had finished already, and an earlier run recorded its
    /// success, that record becomes its record again. Does nothing in a new store; costs the same for any number of
    /// tasks.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be written; nothing has changed.</exception>
    public void BeginRun() => Transact(() =>
    {
        _tables.Leases.Clear();
        foreach (StoredArray array in _tables.Studies.Open.SelectMany(study => study.Arrays))
        {
            _tables.Attempts.Clear(array);
            _tables.Losses.Clear(array);
            _tables.Tasks.Finish(array);
        }

        _tables.Studies.ForgetAll();
        _earlier.SupersedeAll();
    });

    /// <summary>Makes the changes of one turn durable, all of them or none.</summary>
    /// <exception cref="StoreException">None of them is durable, and the store cannot be used any more.</exception>
    public void Commit(IReadOnlyList<BrokerChange> changes)
    {
        if (changes.Count > 0)
        {
            Transact(() => _writer.Write(changes));
        }
    }

    /// <summary>Does a bounded piece of the work that can wait: compaction, and dropping the records of earlier runs.</summary>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="StoreException">The store cannot be written; it cannot be used any more.</exception>
    public bool Housekeep()
    {
        if (_tables.Tasks.HasDue)
        {
            Transact(() => _tables.Tasks.CompactDue(CompactionsPerStep));
        }
        else if (_earlier.HasDroppable)
        {
            Transact(_earlier.DropSome);
        }

        return _tables.Tasks.HasDue || _earlier.HasDroppable;
    }

    /// <summary>What the scheduler needs to go on. Ended tasks are read from the store while they are enumerated.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public SchedulerSnapshot LoadSnapshot() => Read(new SnapshotReader(_tables).Read);

    /// <summary>A study's plan as its producer gave it, or null for an unknown study.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public PlanReply? ReadPlan(StudyId study) => Read(() => _tables.Plans.Read(study));

    /// <summary>Names this database; made with it, and kept for as long as it is.</summary>
    public string BrokerId { get; }

    /// <summary>The study that was submitted last, or null in a new store.</summary>
    public StudyId? LatestStudy => Read(() => _tables.Studies.Latest);

    /// <summary>Where a study stands, or null for an unknown study; never looks at task records.</summary>
    /// <param name="study">The study.</param>
    /// <param name="counts">What a live scheduler says of an array, or null when no process runs the study.</param>
    /// <exception cref="StoreException">The store has failed before.</exception>
    public StudyStatus? ReadStatus(StudyId study, Func<ArrayId, ArrayCounts>? counts) =>
        Read(() => _tables.Find(study) is { } found ? _status.Read(found, counts) : null);

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    /// <summary>The size of the database, its log included.</summary>
    internal long Bytes => _database.Bytes;

    /// <summary>How many studies have not ended.</summary>
    internal int OpenStudies => _tables.Studies.Open.Count;

    /// <summary>The user to whom a consumer's identity belongs for good; null when it is nobody's yet.</summary>
    internal string? OwnerOf(ConsumerId consumer) => Read(() => _tables.Consumers.OwnerOf(consumer));

    /// <summary>What people call a consumer.</summary>
    internal string NameOf(ConsumerId consumer) => Read(() => _tables.Consumers.NameOf(consumer));

    /// <summary>What is known of a consumer; null when it is nothing.</summary>
    internal WorkerFacts? FactsOf(ConsumerId consumer) => Read(() => _tables.Consumers.FactsOf(consumer));

    /// <summary>Whose a study is, open or closed; null for one that is not here.</summary>
    internal StudyFacts? Find(StudyId study) => Read(() => _catalog.Find(study));

    /// <summary>The study whose submission bore a token, or null.</summary>
    internal StudyId? FindByToken(string owner, string token) => Read(() => _catalog.FindByToken(owner, token));

    /// <summary>The studies that somebody may see and asks for; see <see cref="StudyCatalog.List"/>.</summary>
    internal List<StudySummary> List(StudyListRequest request, ClientIdentity asker) =>
        Read(() => _catalog.List(request, asker));

    /// <summary>An array of a study, open or closed, as it was submitted or extended; null when there is none.</summary>
    internal ArraySpec? ArraySpecOf(ArrayId array) => FindArray(array)?.Spec;

    /// <summary>The tasks of at most one block, from an index on; see <see cref="StatusReader.ReadPage"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such array.</exception>
    internal TaskPage ReadPage(ArrayId array, long from, IReadOnlyList<TaskRow> running)
    {
        StoredArray found = FindArray(array)
            ?? throw new ArgumentOutOfRangeException(nameof(array), array, "There is no such array.");
        return Read(() => _status.ReadPage(found, from, running));
    }

    private static Store From(Database database)
    {
        try
        {
            return new Store(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private string Load(Statement id)
    {
        _tables.Load();
        foreach (StoredStudy study in _tables.Studies.Open)
        {
            _earlier.Link(study);
        }

        _earlier.FindDroppable();
        return id.Text() ?? throw new InvalidDataException("The database has no name.");
    }

    private StoredArray? FindArray(ArrayId id)
    {
        List<StoredArray> arrays = Read(() => _tables.Find(id.Study))?.Arrays ?? [];
        return id.Ordinal >= 0 && id.Ordinal < arrays.Count ? arrays[id.Ordinal] : null;
    }

    private T Read<T>(Func<T> function)
    {
        ThrowIfFailed();
        return _database.Read(function);
    }

    private void Transact(Action action)
    {
        ThrowIfFailed();
        try
        {
            _database.Transact(action);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    private void ThrowIfFailed()
    {
        if (_failed)
        {
            throw new StoreException(_database.File, "writing the study's record failed before; restart the study");
        }
    }
}
