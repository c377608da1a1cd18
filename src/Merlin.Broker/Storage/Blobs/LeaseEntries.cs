using Merlin.Broker.Changes;

namespace Merlin.Broker.Storage;

/// <summary>
/// What happened to leases as bytes: a version, then one entry after the other. An entry is its kind, the lease's number
/// as a difference from the entry before, and what the kind needs.
/// </summary>
internal sealed class LeaseEntries
{
    private const byte Version = 1;

    private readonly BlobWriter _writer = new();
    private long _lastLease;

    private enum Kind : byte
    {
        Opened = 1,
        Reduced = 2,
        Shadowed = 3,
        Closed = 4,
    }

    public bool IsEmpty => _writer.Written.IsEmpty;

    public int Bytes => _writer.Written.Length;

    /// <summary>Hands over what was written and begins anew.</summary>
    public byte[] Take()
    {
        byte[] entries = _writer.Written.ToArray();
        _writer.Clear();
        _lastLease = 0;
        return entries;
    }

    public void Open(LeaseOpened change, int consumer)
    {
        Begin(Kind.Opened, change.Lease);
        _writer.Number(consumer);
        _writer.Number(change.Chain.Count);
        for (int i = 0; i < change.Chain.Count; i++)
        {
            Write(change.Chain[i]);
        }

        RangeList.Write(change.Ranges, _writer);
    }

    public void Reduce(LeaseReduced change)
    {
        Begin(Kind.Reduced, change.Lease);
        Write(change.Array);
        RangeList.Write(change.Ranges, _writer);
    }

    public void Shadow(LeaseShadowed change)
    {
        Begin(Kind.Shadowed, change.Lease);
        Write(change.Array);
        RangeList.Write(change.Ranges, _writer);
    }

    public void Close(LeaseId lease) => Begin(Kind.Closed, lease);

    /// <summary>Reads entries back, in order.</summary>
    /// <param name="blob">What <see cref="Take"/> gave.</param>
    /// <param name="consumerOf">Finds a consumer by its number.</param>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static List<BrokerChange> Read(ReadOnlySpan<byte> blob, Func<int, ConsumerId> consumerOf)
    {
        var reader = new BlobReader(blob);
        if (reader.Byte() != Version)
        {
            throw new InvalidDataException("The record of leases has an unknown version.");
        }

        var changes = new List<BrokerChange>();
        long lease = 0;
        while (!reader.AtEnd)
        {
            var kind = (Kind)reader.Byte();
            lease += reader.Signed();
            changes.Add(Read(ref reader, blob.Length, kind, new LeaseId(lease), consumerOf));
        }

        return changes;
    }

    private static BrokerChange Read(
        ref BlobReader reader, int size, Kind kind, LeaseId lease, Func<int, ConsumerId> consumerOf) => kind switch
        {
            Kind.Opened => ReadOpened(ref reader, size, lease, consumerOf),
            Kind.Reduced => new LeaseReduced(lease, ReadArray(ref reader), RangeList.Read(ref reader, size)),
            Kind.Shadowed => new LeaseShadowed(lease, ReadArray(ref reader), RangeList.Read(ref reader, size)),
            Kind.Closed => new LeaseClosed(lease),
            _ => throw new InvalidDataException("The record of leases holds something of an unknown kind."),
        };

    private static LeaseOpened ReadOpened(
        ref BlobReader reader, int size, LeaseId lease, Func<int, ConsumerId> consumerOf)
    {
        ConsumerId consumer = consumerOf((int)reader.Number(int.MaxValue));
        var chain = new ArrayId[reader.Number(size)];
        for (int i = 0; i < chain.Length; i++)
        {
            chain[i] = ReadArray(ref reader);
        }

        return new LeaseOpened(lease, consumer, chain, RangeList.Read(ref reader, size));
    }

    private static ArrayId ReadArray(ref BlobReader reader) =>
        new(new StudyId(reader.Number(long.MaxValue)), (int)reader.Number(int.MaxValue));

    private void Begin(Kind kind, LeaseId lease)
    {
        if (IsEmpty)
        {
            _writer.Byte(Version);
        }

        _writer.Byte((byte)kind);
        _writer.Signed(lease.Value - _lastLease);
        _lastLease = lease.Value;
    }

    private void Write(ArrayId array)
    {
        _writer.Number(array.Study.Value);
        _writer.Number(array.Ordinal);
    }
}
