using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>What waits to be sent on one connection, and how much may.</summary>
/// <param name="ofOwner">Counts what waits for all connections of the same owner.</param>
/// <param name="options">The limits.</param>
internal sealed class UnsentQueue(UnsentBytes ofOwner, WireServerOptions options)
{
    /// <summary>Counts it.</summary>
    public UnsentBytes Bytes { get; } = new(ofOwner);

    /// <summary>Whether that much more may wait. A connection for which nothing waits gets whatever a frame may hold.</summary>
    public bool HasRoomFor(int bytes) =>
        (Bytes.Count == 0 || Bytes.Count + bytes <= options.MostUnsentBytes)
        && (ofOwner.Count == 0 || ofOwner.Count + bytes <= options.MostUnsentBytesOfAnOwner);
}
