using System.Text;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports;

/// <summary>Copies to the terminal what a task has printed, and what it goes on to print.</summary>
internal sealed class TaskOutput : IDisposable
{
    private readonly Terminal _terminal;
    private readonly IReadOnlyList<string> _files;
    private readonly StreamReader?[] _readers;
    private readonly char[] _buffer = new char[8192];

    /// <summary>An output.</summary>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="files">The files in which it is, in order; those that are not there yet may come.</param>
    public TaskOutput(Terminal terminal, IReadOnlyList<string> files)
    {
        _terminal = terminal;
        _files = files;
        _readers = new StreamReader?[files.Count];
    }

    /// <summary>Whether any of the files is there.</summary>
    public bool Exists => _files.Any(File.Exists);

    /// <summary>Shows what has been added since the last call.</summary>
    public void ShowNew()
    {
        for (int i = 0; i < _files.Count; i++)
        {
            _readers[i] ??= TryOpen(_files[i]);
            while (_readers[i]?.Read(_buffer) is > 0 and int count)
            {
                _terminal.Out.Write(_buffer, 0, count);
            }
        }

        _terminal.Out.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_readers, static reader => reader?.Dispose());

    private static StreamReader? TryOpen(string file) => File.Exists(file)
        ? new StreamReader(
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8)
        : null;
}
