namespace Merlin.Flux;

/// <summary>Something that a process wrote.</summary>
/// <param name="IsError">Whether it came on its standard error.</param>
/// <param name="Bytes">What it wrote, mostly one line with its end.</param>
public readonly record struct RemoteOutput(bool IsError, ReadOnlyMemory<byte> Bytes);
