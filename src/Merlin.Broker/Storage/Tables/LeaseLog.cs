using Merlin.Broker.Changes;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>
/// The open leases, as a log of what happened to them: one row for each turn, whatever number of leases it opened and
/// closed. When the log is much longer than what is open, it is rewritten.
/// </summary>
internal sealed class LeaseLog
{
    // Rewriting costs as much as what is open; after this many times as much has been logged it is paid for.
    private const int WorthRewriting = 4;
    private const int ShortestToRewrite = 1 << 18;
    private const int MostRows = 4096;
    private const int RowBytes = 1 << 16;

    private readonly ConsumerTable _consumers;
    private readonly Dictionary<LeaseId, OpenLease> _open = [];
    private readonly LeaseEntries _entries = new();
    private readonly Statement _insert;
    private readonly Statement _select;
    private readonly Statement _clear;
    private readonly Statement _lastId;
    private readonly Statement _writeLastId;
    private long _rows;
    private long _bytes;
    private long _bytesWhenRewritten;

    public LeaseLog(Database database, ConsumerTable consumers)
    {
        _consumers = consumers;
        _insert = database.Prepare("INSERT INTO lease_log (position, entries) VALUES ($1, $2)");
        _select = database.Prepare("SELECT entries FROM lease_log ORDER BY position");
        _clear = database.Prepare("DELETE FROM lease_log");
        _lastId = database.Prepare("SELECT last_lease FROM broker");
        _writeLastId = database.Prepare("UPDATE broker SET last_lease = $1");
    }

    /// <summary>The leases that are open.</summary>
    public IReadOnlyCollection<OpenLease> Open => _open.Values;

    /// <summary>The largest number that a lease of this store ever had; 0 without leases.</summary>
    public long LastId { get; private set; }

    public void Load()
    {
        LastId = _lastId.Number() ?? 0;
        using SqliteDataReader rows = _select.Rows();
        while (rows.Read())
        {
            byte[] entries = rows.GetFieldValue<byte[]>(0);
            _rows++;
            _bytes += entries.Length;
            foreach (BrokerChange change in LeaseEntries.Read(entries, number => _consumers.Read(number).Consumer))
            {
                Apply(change);
            }
        }
    }

    public void Add(LeaseOpened change)
    {
        _entries.Open(change, _consumers.NumberOf(change.Consumer));
        Apply(change);
    }

    public void Add(LeaseReduced change)
    {
        _entries.Reduce(change);
        Apply(change);
    }

    public void Add(LeaseShadowed change)
    {
        _entries.Shadow(change);
        Apply(change);
    }

    public void Add(LeaseClosed change)
    {
        _entries.Close(change.Lease);
        Apply(change);
    }

    /// <summary>Forgets all leases: a new run begins.</summary>
    public void Clear()
    {
        _open.Clear();
        Rewrite();
    }

    /// <summary>Writes what was added in this transaction.</summary>
    public void Write()
    {
        if (_entries.IsEmpty)
        {
            return;
        }

        if (_rows >= MostRows || _bytes > Math.Max(ShortestToRewrite, WorthRewriting * _bytesWhenRewritten))
        {
            Rewrite();
        }
        else
        {
            WriteRow();
        }
    }

    private void Rewrite()
    {
        _entries.Take();
        _clear.Run();
        _rows = 0;
        _bytes = 0;
        foreach (OpenLease lease in _open.Values)
        {
            WriteAnew(lease);
            if (_entries.Bytes >= RowBytes)
            {
                WriteRow();
            }
        }

        if (!_entries.IsEmpty)
        {
            WriteRow();
        }

        _bytesWhenRewritten = _bytes;
        _writeLastId.Run(LastId);
    }

    private void WriteAnew(OpenLease lease)
    {
        _entries.Open(lease.Granted, _consumers.NumberOf(lease.Granted.Consumer));
        foreach (BrokerChange change in lease.Changes)
        {
            if (change is LeaseReduced reduced)
            {
                _entries.Reduce(reduced);
            }
            else if (change is LeaseShadowed shadowed)
            {
                _entries.Shadow(shadowed);
            }
        }
    }

    private void WriteRow()
    {
        byte[] entries = _entries.Take();
        _insert.Run(_rows++, entries);
        _bytes += entries.Length;
    }

    private void Apply(BrokerChange change)
    {
        switch (change)
        {
            case LeaseOpened opened:
                _open.Add(opened.Lease, new OpenLease(opened));
                LastId = Math.Max(LastId, opened.Lease.Value);
                break;
            case LeaseReduced reduced:
                Get(reduced.Lease).Add(reduced);
                break;
            case LeaseShadowed shadowed:
                Get(shadowed.Lease).Add(shadowed);
                break;
            case LeaseClosed closed:
                _open.Remove(closed.Lease);
                break;
        }
    }

    private OpenLease Get(LeaseId lease) => _open.GetValueOrDefault(lease)
        ?? throw new InvalidDataException($"{lease} changed, and it is not open.");
}
