namespace Merlin.Broker.Storage;

/// <summary>The tables of one store, as they stand in its database.</summary>
internal sealed class StoreTables
{
    public StoreTables(Database database)
    {
        Studies = new StudyTable(database);
        Plans = new PlanTable(database);
        Arrays = new ArrayTable(database);
        Consumers = new ConsumerTable(database);
        Tasks = new TaskTable(database);
        Ranges = new EndedRangeTable(database);
        Attempts = new AttemptTable(database);
        Losses = new LossTable(database);
        Leases = new LeaseLog(database, Consumers);
    }

    public StudyTable Studies { get; }

    public PlanTable Plans { get; }

    public ArrayTable Arrays { get; }

    public ConsumerTable Consumers { get; }

    public TaskTable Tasks { get; }

    public EndedRangeTable Ranges { get; }

    public AttemptTable Attempts { get; }

    public LossTable Losses { get; }

    public LeaseLog Leases { get; }

    /// <summary>
    /// Reads what is kept in memory. Its size grows with the arrays of open studies and with open leases: not with tasks, and
    /// not with studies that are closed.
    /// </summary>
    public void Load()
    {
        foreach (StudyId id in Studies.ReadOpenIds())
        {
            Studies.Keep(Read(id)!);
        }

        Tasks.LoadDue();
        Leases.Load();
    }

    /// <summary>An array of an open study.</summary>
    public StoredArray Get(ArrayId id) => Studies.Get(id.Study).Arrays[id.Ordinal];

    /// <summary>A study with its arrays, open or not; null for an unknown one.</summary>
    public StoredStudy? Find(StudyId id) => Studies.FindOpen(id) ?? Read(id);

    private StoredStudy? Read(StudyId id)
    {
        StoredStudy? study = Studies.Read(id);
        if (study is not null)
        {
            Arrays.ReadInto(study);
        }

        return study;
    }
}
