using Merlin.Worker.Packing.Format;

namespace Merlin.Worker.Packing;

/// <summary>A record and the pack that it is in.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Entry">Where it is in that.</param>
internal readonly record struct LocatedEntry(PackReader Pack, PackEntry Entry)
{
    /// <summary>The record's node.</summary>
    public PackedNode? Node => Pack.Nodes.GetValueOrDefault(Entry.Node);

    /// <summary>Reads the record; null when it is damaged.</summary>
    public PackedRecord? Read() => Pack.Read(Entry);
}
