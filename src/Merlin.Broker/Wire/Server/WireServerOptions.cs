using Merlin.Broker.Security;

namespace Merlin.Broker.Wire;

/// <summary>Where a broker listens, whom it serves, and within what limits.</summary>
public sealed record WireServerOptions
{
    /// <summary><see cref="LargestFrame"/> unless said otherwise: 64 MiB.</summary>
    public const int DefaultLargestFrame = 64 << 20;

    /// <summary>
    /// Where to listen: <c>tcp://HOST:PORT</c> (<c>*</c> for every interface, port 0 for any free one) and <c>ipc://PATH</c>.
    /// </summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Who speaks through an <c>ipc://</c> socket, into whose directory only this process's user can go.</summary>
    public required ClientIdentity LocalIdentity { get; init; }

    /// <summary>The broker's secret key in Z85; needed for <c>tcp://</c>.</summary>
    public string? ServerSecretKey { get; init; }

    /// <summary>Whom to serve over <c>tcp://</c>; needed for it.</summary>
    public IKeyRing? Keys { get; init; }

    /// <summary>
    /// After how long a side that has nothing to say says so. A line that has been silent three times as long is broken.
    /// </summary>
    public TimeSpan KeepaliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest frame that is taken from a client and sent to one, in bytes.</summary>
    public int LargestFrame { get; init; } = DefaultLargestFrame;

    /// <summary>How many lines are served at a time; more are left without an answer until one has ended.</summary>
    public int MostPeers { get; init; } = 20_000;

    /// <summary>How many of them one owner's clients may have.</summary>
    public int MostPeersOfAnOwner { get; init; } = 15_000;

    /// <summary>How many messages may wait for a client that does not read before its line is closed.</summary>
    public int SendHighWaterMark { get; init; } = 10_000;

    /// <summary>How many bytes may wait for a client that does not read before its line is closed; one frame always may.</summary>
    public long MostUnsentBytes { get; init; } = 128L << 20;

    /// <summary>How many bytes may wait for all clients of one owner together before their lines are closed.</summary>
    public long MostUnsentBytesOfAnOwner { get; init; } = 1L << 30;

    /// <summary>How many messages of one client may wait for the broker before its line is closed.</summary>
    public int MostWaitingMessages { get; init; } = 10_000;

    /// <summary>How many bytes of one client may wait for the broker before its line is closed.</summary>
    public long MostWaitingBytes { get; init; } = 128L << 20;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
