namespace Merlin.Broker.Storage;

/// <summary>The tables of one store, as they stand in its database.</summary>
internal sealed class StoreTables
{
    public StoreTables(Database database)
    {
        Studies = new StudyTable(database);
        Arrays = new ArrayTable(database);
        Consumers = new ConsumerTable(database);
        Tasks = new TaskTable(database);
        Ranges = new EndedRangeTable(database);
        Attempts = new AttemptTable(database);
        Leases = new LeaseTable(database);
    }

    public StudyTable Studies { get; }

    public ArrayTable Arrays { get; }

    public ConsumerTable Consumers { get; }

    public TaskTable Tasks { get; }

    public EndedRangeTable Ranges { get; }

    public AttemptTable Attempts { get; }

    public LeaseTable Leases { get; }

    /// <summary>Reads what is kept in memory. Its size grows with arrays, leases and unfinished blocks, not with tasks.</summary>
    public void Load()
    {
        Studies.Load();
        Arrays.Load(Studies);
        Consumers.Load();
        Tasks.Load(Arrays);
        Leases.Load();
    }

    /// <summary>An array by its id.</summary>
    public StoredArray Find(ArrayId id) => Studies.Get(id.Study).Arrays[id.Ordinal];
}
