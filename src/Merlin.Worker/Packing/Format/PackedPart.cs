namespace Merlin.Worker.Packing.Format;

/// <summary>A part of a record.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its path below the task's directory; empty for output and error.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="ModifiedMicros">When it was changed last, microseconds since 1970-01-01 UTC; 0 where nobody knows.</param>
/// <param name="Size">Its length in bytes; of what was left out the length that it had.</param>
/// <param name="Content">Its bytes; none of what was left out.</param>
public sealed record PackedPart(
    PackedPartKind Kind, string Name, int Mode, long ModifiedMicros, long Size, ReadOnlyMemory<byte> Content);
