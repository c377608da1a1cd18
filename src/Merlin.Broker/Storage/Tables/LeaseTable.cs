using Merlin.Broker.Changes;
using Merlin.Broker.Scheduling;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The open leases, each as it was granted, with what changed since.</summary>
internal sealed class LeaseTable
{
    private const byte ChainVersion = 1;

    private readonly Dictionary<long, int> _changes = [];
    private readonly Statement _insert;
    private readonly Statement _insertChange;
    private readonly Statement _delete;
    private readonly Statement _deleteChanges;
    private readonly Statement _select;
    private readonly Statement _selectChanges;
    private readonly Statement _lastId;
    private readonly Statement _clear;
    private readonly Statement _clearChanges;

    public LeaseTable(Database database)
    {
        _insert = database.Prepare("INSERT INTO lease (id, consumer, chain, ranges) VALUES ($1, $2, $3, $4)");
        _insertChange = database.Prepare("""
            INSERT INTO lease_change (lease, position, kind, study, ordinal, ranges) VALUES ($1, $2, $3, $4, $5, $6)
            """);
        _delete = database.Prepare("DELETE FROM lease WHERE id = $1");
        _deleteChanges = database.Prepare("DELETE FROM lease_change WHERE lease = $1");
        _select = database.Prepare("SELECT id, consumer, chain, ranges FROM lease ORDER BY id");
        _selectChanges = database.Prepare(
            "SELECT lease, kind, study, ordinal, ranges FROM lease_change ORDER BY lease, position");
        _lastId = database.Prepare("SELECT seq FROM sqlite_sequence WHERE name = 'lease'");
        _clear = database.Prepare("DELETE FROM lease");
        _clearChanges = database.Prepare("DELETE FROM lease_change");
    }

    private enum Kind
    {
        Reduced = 1,
        Shadowed = 2,
    }

    /// <summary>The largest number that a lease of this store ever had; 0 without leases.</summary>
    public long LastId => _lastId.Number() ?? 0;

    public void Open(LeaseOpened change)
    {
        _insert.Run(
            change.Lease.Value, change.Consumer.Value, EncodeChain(change.Chain), RangeList.Encode(change.Ranges));
        _changes.Add(change.Lease.Value, 0);
    }

    public void Reduce(LeaseReduced change) => AddChange(change.Lease, Kind.Reduced, change.Array, change.Ranges);

    public void Shadow(LeaseShadowed change) => AddChange(change.Lease, Kind.Shadowed, change.Array, change.Ranges);

    public void Close(LeaseId lease)
    {
        if (_changes.Remove(lease.Value, out int changes) && changes > 0)
        {
            _deleteChanges.Run(lease.Value);
        }

        _delete.Run(lease.Value);
    }

    /// <summary>Forgets all leases: a new run begins.</summary>
    public void Clear()
    {
        _clear.Run();
        _clearChanges.Run();
        _changes.Clear();
    }

    /// <summary>Counts the leases' changes, as is needed before more are written.</summary>
    public void Load()
    {
        foreach (LeaseSnapshot lease in Read())
        {
            _changes.TryAdd(lease.Lease.Value, 0);
        }

        using SqliteDataReader rows = _selectChanges.Rows();
        while (rows.Read())
        {
            _changes[rows.GetInt64(0)]++;
        }
    }

    public IReadOnlyList<LeaseSnapshot> Read()
    {
        var leases = new Dictionary<long, LeaseContents>();
        using (SqliteDataReader rows = _select.Rows())
        {
            while (rows.Read())
            {
                leases.Add(rows.GetInt64(0), new LeaseContents(
                    new LeaseId(rows.GetInt64(0)),
                    new ConsumerId(rows.GetString(1)),
                    DecodeChain(rows.GetFieldValue<byte[]>(2)),
                    RangeList.Decode(rows.GetFieldValue<byte[]>(3))));
            }
        }

        ReadChanges(leases);
        return [.. leases.Values.Select(lease => lease.ToSnapshot())];
    }

    private void ReadChanges(Dictionary<long, LeaseContents> leases)
    {
        using SqliteDataReader rows = _selectChanges.Rows();
        while (rows.Read())
        {
            var array = new ArrayId(new StudyId(rows.GetInt64(2)), rows.GetInt32(3));
            List<IndexRange> ranges = RangeList.Decode(rows.GetFieldValue<byte[]>(4));
            LeaseContents lease = leases[rows.GetInt64(0)];
            if ((Kind)rows.GetInt32(1) == Kind.Reduced)
            {
                lease.Reduce(array, ranges);
            }
            else
            {
                lease.Shadow(array, ranges);
            }
        }
    }

    private void AddChange(LeaseId lease, Kind kind, ArrayId array, IReadOnlyList<IndexRange> ranges)
    {
        int position = _changes[lease.Value]++;
        _insertChange.Run(
            lease.Value, position, (int)kind, array.Study.Value, array.Ordinal, RangeList.Encode(ranges));
    }

    private static byte[] EncodeChain(IReadOnlyList<ArrayId> chain)
    {
        var writer = new BlobWriter();
        writer.Byte(ChainVersion);
        writer.Number(chain.Count);
        foreach (ArrayId array in chain)
        {
            writer.Number(array.Study.Value);
            writer.Number(array.Ordinal);
        }

        return writer.Written.ToArray();
    }

    private static ArrayId[] DecodeChain(byte[] blob)
    {
        var reader = new BlobReader(blob);
        if (reader.Byte() != ChainVersion)
        {
            throw new InvalidDataException("A lease's chain has an unknown version.");
        }

        var chain = new ArrayId[reader.Number(blob.Length)];
        for (int i = 0; i < chain.Length; i++)
        {
            chain[i] = new ArrayId(new StudyId(reader.Number(long.MaxValue)), (int)reader.Number(int.MaxValue));
        }

        return chain;
    }
}
