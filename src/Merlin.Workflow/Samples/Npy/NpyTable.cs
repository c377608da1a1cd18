using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Workflow.Samples.Npy;

/// <summary>
/// The rows of a <c>.npy</c> file. Opening reads the header only, and a row costs one read (row-major) or one read a
/// column (column-major), however large the file is.
/// </summary>
internal sealed class NpyTable : SampleTable
{
    private readonly string _file;
    private readonly SafeFileHandle _handle;
    private readonly NpyHeader _header;

    private NpyTable(string file, SafeFileHandle handle, NpyHeader header)
    {
        _file = file;
        _handle = handle;
        _header = header;
    }

    /// <inheritdoc/>
    public override long Rows => _header.Rows;

    /// <inheritdoc/>
    public override int Columns => _header.Columns;

    private int RowBytes => Columns * _header.Type.Size;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SampleFileException">The file is no <c>.npy</c> file of a table.</exception>
    public static NpyTable Open(string file)
    {
        SafeFileHandle handle = File.OpenHandle(file);
        try
        {
            return new NpyTable(file, handle, NpyHeaderReader.Read(file, handle));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Read(long row, SampleRow target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        target.Clear();
        byte[] cells = ArrayPool<byte>.Shared.Rent(RowBytes);
        try
        {
            Fetch(row, cells.AsSpan(0, RowBytes));
            for (int column = 0; column < Columns; column++)
            {
                NpyCell.Write(
                    _header.Type, cells.AsSpan(column * _header.Type.Size, _header.Type.Size), target.Writer);
                target.EndValue();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(cells);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _handle.Dispose();

    private void Fetch(long row, Span<byte> cells)
    {
        if (!_header.ColumnMajor)
        {
            Fetch(cells, _header.DataStart + (row * RowBytes));
            return;
        }

        int size = _header.Type.Size;
        for (int column = 0; column < Columns; column++)
        {
            Fetch(cells.Slice(column * size, size), _header.DataStart + (((column * Rows) + row) * size));
        }
    }

    private void Fetch(Span<byte> target, long offset)
    {
        try
        {
            while (target.Length > 0)
            {
                int read = RandomAccess.Read(_handle, target, offset);
                if (read == 0)
                {
                    throw SampleFile.Shortened(_file);
                }

                target = target[read..];
                offset += read;
            }
        }
        catch (IOException defect)
        {
            throw SampleFile.Unreadable(_file, defect);
        }
    }
}
