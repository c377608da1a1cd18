using System.Text;

namespace Merlin.Cli.Server.Running;

/// <summary>
/// A log file that is put aside when it has become large: <c>server.log</c> is the present one, <c>server.log.1</c> the one
/// before it, and so on; the oldest is dropped.
/// </summary>
/// <remarks>For one thread at a time. A line that cannot be written (a full disk) is lost, and the next one is tried.</remarks>
internal sealed class RotatingLog : TextWriter
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _path;
    private readonly long _largestBytes;
    private readonly int _files;
    private FileStream _file;

    /// <summary>Opens a log, and goes on at its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="largestBytes">How large a file may become.</param>
    /// <param name="files">How many files are kept; at least 1.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public RotatingLog(string path, long largestBytes, int files)
    {
        _path = path;
        _largestBytes = largestBytes;
        _files = files;
        _file = Open();
    }

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => Append(value ?? "");

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Append(value + '\n');

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Append(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (_file.Length > 0 && _file.Length + bytes.Length > _largestBytes)
        {
            Rotate();
        }

        _file.Write(bytes);
        _file.Flush();
    }

    private void Rotate()
    {
        _file.Dispose();
        try
        {
            for (int i = _files - 1; i > 0; i--)
            {
                string younger = i == 1 ? _path : $"{_path}.{i - 1}";
                if (File.Exists(younger))
                {
                    File.Move(younger, $"{_path}.{i}", overwrite: true);
                }
            }

            if (_files == 1)
            {
                File.Delete(_path);
            }
        }
        finally
        {
            _file = Open();
        }
    }

    private FileStream Open() => new(_path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UserOnly,
        BufferSize = 0,
    });
}
