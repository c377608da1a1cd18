using Microsoft.Win32.SafeHandles;

namespace Merlin.Workflow.Samples.Text;

/// <summary>
/// The rows of a <c>.csv</c> or <c>.tab</c> file. Opening reads the file once; a row then costs one small read.
/// </summary>
internal sealed class TextTable : SampleTable
{
    private const int RowBufferBytes = 1 << 12;

    private readonly string _file;
    private readonly SafeFileHandle _handle;
    private readonly FieldSplitter _splitter;
    private readonly TextRowIndex _index;

    private TextTable(string file, SafeFileHandle handle, FieldSplitter splitter, TextRowIndex index)
    {
        _file = file;
        _handle = handle;
        _splitter = splitter;
        _index = index;
    }

    /// <inheritdoc/>
    public override long Rows => _index.Rows;

    /// <inheritdoc/>
    public override int Columns => _index.Columns;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SampleFileException">The file is no text table.</exception>
    public static TextTable Open(string file, FieldSplitter splitter)
    {
        SafeFileHandle handle = File.OpenHandle(file);
        try
        {
            return new TextTable(file, handle, splitter, TextRowIndex.Build(file, handle, splitter));
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
        try
        {
            ReadFromMark(_index.Marks[(int)(row / TextRowIndex.Stride)], (int)(row % TextRowIndex.Stride), target);
        }
        catch (IOException defect)
        {
            throw SampleFile.Unreadable(_file, defect);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _handle.Dispose();

    private void ReadFromMark(long mark, int rowsToSkip, SampleRow target)
    {
        using var reader = new LineReader(_file, _handle, mark, RowBufferBytes);
        while (reader.Next())
        {
            if (!reader.IsBlank && rowsToSkip-- == 0)
            {
                _splitter.Split(reader.Line, target);
                return;
            }
        }

        throw SampleFile.Shortened(_file);
    }
}
