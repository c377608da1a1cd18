using System.Buffers;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Rendering;

/// <summary>
/// The paths of all samples as one text, made as it is written: what <c>$(MERLIN_PATHS_ALL)</c> stands for, and the
/// content of the file that <c>$(MERLIN_PATHS_FILE)</c> names.
/// </summary>
public static class SamplePathList
{
    private const int ChunkBytes = 32 * 1024;

    /// <summary>Length in bytes of the list with one separator between paths; no less, where samples were added.</summary>
    public static Int128 ByteCount(SampleLayout layout) =>
        layout.Count == 0 ? 0 : ((Int128)layout.Count * (layout.PathLength + 1)) - 1;

    /// <summary>Writes the list with a separator between paths and none at the end.</summary>
    /// <param name="layout">The samples' layout, or null for no samples.</param>
    /// <param name="separator">The separator.</param>
    /// <param name="target">Receives ASCII.</param>
    public static void Write(SampleLayout? layout, byte separator, IBufferWriter<byte> target)
    {
        for (long index = 0; index < (layout?.Count ?? 0); index++)
        {
            Span<byte> span = target.GetSpan(layout!.PathLength + 1);
            int length = layout.WritePath(index, span);
            bool last = index == layout.Count - 1;
            if (!last)
            {
                span[length] = separator;
            }

            target.Advance(last ? length : length + 1);
        }
    }

    /// <summary>Writes one path a line, each line with its end: the content of the paths file.</summary>
    /// <param name="layout">The samples' layout, or null for no samples.</param>
    /// <param name="target">Receives ASCII in large pieces; neither flushed nor closed.</param>
    public static void WriteLines(SampleLayout? layout, Stream target)
    {
        if (layout is null)
        {
            return;
        }

        int line = layout.PathLength + 1;
        byte[] chunk = new byte[Math.Max(ChunkBytes, line)];
        int used = 0;
        for (long index = 0; index < layout.Count; index++)
        {
            if (used + line > chunk.Length)
            {
                target.Write(chunk, 0, used);
                used = 0;
            }

            used += layout.WritePath(index, chunk.AsSpan(used));
            chunk[used++] = (byte)'\n';
        }

        target.Write(chunk, 0, used);
    }
}
