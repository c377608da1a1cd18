namespace Merlin.Worker.Packing.Format;

/// <summary>What a frame of a pack holds.</summary>
internal enum FrameKind : byte
{
    /// <summary>A node's names under a number; stands before the first record of that node.</summary>
    Node = 1,

    /// <summary>One attempt at one task.</summary>
    Record = 2,
}
