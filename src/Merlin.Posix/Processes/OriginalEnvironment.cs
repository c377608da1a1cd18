namespace Merlin.Posix;

/// <summary>The environment that this process was started with, byte for byte.</summary>
public static class OriginalEnvironment
{
    /// <summary>Reads it from the kernel, since the runtime's copy loses bytes that are no text.</summary>
    /// <param name="withoutPrefix">Variables whose names begin with this are left out.</param>
    /// <returns>The entries in their order, each <c>NAME=value</c>.</returns>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlySpan<byte> withoutPrefix)
    {
        ReadOnlyMemory<byte> block = File.ReadAllBytes("/proc/self/environ");
        var entries = new List<ReadOnlyMemory<byte>>();
        while (block.Length > 0)
        {
            int end = block.Span.IndexOf((byte)0);
            ReadOnlyMemory<byte> entry = end < 0 ? block : block[..end];
            block = end < 0 ? default : block[(end + 1)..];
            if (withoutPrefix.IsEmpty || !entry.Span.StartsWith(withoutPrefix))
            {
                entries.Add(entry);
            }
        }

        return entries;
    }
}
