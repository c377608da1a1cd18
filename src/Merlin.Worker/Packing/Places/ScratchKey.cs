using Merlin.Worker.Studies;

namespace Merlin.Worker.Packing.Places;

/// <summary>Which files a scratch directory is made for: those of one node's tasks, which have the same names.</summary>
/// <param name="Node">The node.</param>
/// <param name="Restart">Whether for attempts that run the restart script.</param>
internal readonly record struct ScratchKey(NodeWork Node, bool Restart);
