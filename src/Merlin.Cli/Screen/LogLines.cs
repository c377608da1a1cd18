using Microsoft.Extensions.Logging;

namespace Merlin.Cli.Screen;

/// <summary>The program's log: one line for each message, on standard error.</summary>
/// <remarks>
/// Any thread may log. A live display can take the lines over for as long as it draws on the same terminal, so that
/// they appear above it and not across it.
/// </remarks>
internal sealed class LogLines : ILogger
{
    private readonly TextWriter _writer;
    private readonly bool _coloured;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private Action<LogLine>? _receiver;

    /// <summary>A log.</summary>
    /// <param name="writer">Where the lines go.</param>
    /// <param name="coloured">Whether the writer is a terminal that shows colours.</param>
    /// <param name="clock">Gives the lines their times.</param>
    public LogLines(TextWriter writer, bool coloured, TimeProvider clock)
    {
        _writer = writer;
        _coloured = coloured;
        _clock = clock;
    }

    /// <summary>The least grave level that is written; information by default.</summary>
    public LogLevel Minimum { get; set; } = LogLevel.Information;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= Minimum && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string message = formatter(state, exception);
        if (exception is not null && IsEnabled(LogLevel.Debug))
        {
            message = $"{message}{Environment.NewLine}{exception}";
        }

        Write(logLevel, message);
    }

    /// <summary>Writes a line at a level, when that level is written.</summary>
    public void Write(LogLevel level, string message)
    {
        if (!IsEnabled(level))
        {
            return;
        }

        var line = new LogLine(_clock.GetLocalNow(), level, message);
        lock (_gate)
        {
            if (_receiver is not null)
            {
                _receiver(line);
                return;
            }

            WriteLine(_coloured ? line.ToColouredString() : line.ToString());
        }
    }

    /// <summary>Writes a line at level INFO.</summary>
    public void Info(string message) => Write(LogLevel.Information, message);

    /// <summary>Writes a line at level WARNING.</summary>
    public void Warning(string message) => Write(LogLevel.Warning, message);

    /// <summary>Writes a line at level ERROR.</summary>
    public void Error(string message) => Write(LogLevel.Error, message);

    private void WriteLine(string line)
    {
        try
        {
            _writer.WriteLine(line);
            _writer.Flush();
        }
        catch (IOException)
        {
            // Nobody reads the log any more, and there is nowhere left to say so.
        }
    }

    /// <summary>Hands all further lines to <paramref name="receiver"/>, until <see cref="TakeBack"/>.</summary>
    /// <param name="receiver">Takes a line; called under the log's lock, so it must only enqueue.</param>
    public void Divert(Action<LogLine> receiver)
    {
        lock (_gate)
        {
            _receiver = receiver;
        }
    }

    /// <summary>Ends <see cref="Divert"/>. When it returns, no further line goes to the receiver.</summary>
    public void TakeBack()
    {
        lock (_gate)
        {
            _receiver = null;
        }
    }
}
