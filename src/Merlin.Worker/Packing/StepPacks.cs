using System.Text;
using Merlin.Posix;
using Merlin.Worker.Packing.Format;

namespace Merlin.Worker.Packing;

/// <summary>The packs of one step that this worker writes, one after the other. Any thread may use it.</summary>
/// <param name="directory">Where they are.</param>
/// <param name="prefix">What their names begin with.</param>
/// <param name="largest">The length at which the next one is begun, in bytes.</param>
internal sealed class StepPacks(string directory, string prefix, long largest) : IDisposable
{
    private readonly Lock _gate = new();
    private PackWriter? _current;
    private int _number;

    /// <summary>Appends a record.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="frame">Its frame; the node's number and the head are filled in.</param>
    /// <returns>0, or the error number.</returns>
    public int Append(PackedNode node, Span<byte> frame)
    {
        lock (_gate)
        {
            if (_current is { } full && full.Length + frame.Length > largest)
            {
                full.Dispose();
                _current = null;
            }

            int error = 0;
            PackWriter? writer = _current ??= TryBegin(out error);
            return writer is null ? error : writer.Append(node, frame);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _current?.Dispose();
            _current = null;
        }
    }

    private PackWriter? TryBegin(out int error)
    {
        error = MakeDirectory(directory);
        return error == 0
            ? PackWriter.TryCreate(Path.Combine(directory, PackPaths.NameOf(prefix, _number++)), out error)
            : null;
    }

    /// <summary>Makes a directory, and those above it, where they are missing.</summary>
    /// <returns>0, or the error number.</returns>
    private static int MakeDirectory(string directory)
    {
        byte[] path = Encoding.UTF8.GetBytes(directory + '\0');
        int error = PosixFiles.MakeDirectory(path);
        if (error == Errno.NoEntry && Path.GetDirectoryName(directory) is { Length: > 0 } parent)
        {
            error = MakeDirectory(parent);
            error = error == 0 ? PosixFiles.MakeDirectory(path) : error;
        }

        return error == Errno.Exists ? 0 : error;
    }
}
