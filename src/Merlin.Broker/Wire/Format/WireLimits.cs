namespace Merlin.Broker.Wire.Format;

/// <summary>What a frame may hold at most. They keep a decoded message within a small multiple of its bytes.</summary>
public static class WireLimits
{
    /// <summary>Characters (UTF-16 units) of a name, path or identity.</summary>
    public const int NameLength = 4096;

    /// <summary>Characters (UTF-16 units) of a text for people; longer ones are cut when they are written.</summary>
    public const int TextLength = 65536;

    /// <summary>Tasks in one array, and so the end of every range of indices.</summary>
    public const long Tasks = 10_000_000_000;

    /// <summary>Elements in all lists of one frame together, the numbers of ranges among them.</summary>
    public const int Elements = 1 << 21;

    /// <summary>Attempts in one report, or rows in one page of tasks.</summary>
    public const int Rows = 1 << 18;

    /// <summary>Slots of one consumer, and leases of one grant of credit.</summary>
    public const int Slots = 1_000_000;

    /// <summary>Kinds of instances that one consumer tells of.</summary>
    public const int ResourceKinds = 4096;

    /// <summary>Instances of a kind, nodes of an instance, cores or GPUs of a node.</summary>
    public const int Resources = 1_000_000;

    /// <summary>Studies in one answer to a request for the list of them.</summary>
    public const int StudiesInList = 1000;

    /// <summary>Events in one answer to a request for them.</summary>
    public const int EventsInList = 10_000;

    /// <summary>The last microsecond of the year 9999, the end of every point in time.</summary>
    internal const long LastMicros = 253_402_300_799_999_999;

    /// <summary>The longest span of time in microseconds, about 29,000 years.</summary>
    internal const long LongestMicros = long.MaxValue / TimeSpan.TicksPerMicrosecond;
}
