using Merlin.Broker.Status;
using Merlin.Cli.Screen;
using Spectre.Console;

namespace Merlin.Cli.Display;

/// <summary>Shows a run as a bar for each step, drawn in place; log lines pass by above the bars.</summary>
/// <remarks>One thread of its own draws, so that neither the run nor the log ever waits for the terminal.</remarks>
internal sealed class LiveRunDisplay : IRunDisplay
{
    private readonly Terminal _terminal;
    private readonly RunProgress _progress;
    private readonly IAnsiConsole _console;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Queue<LogLine> _lines = new();
    private ProgressTable? _next;
    private bool _ended;

    /// <summary>A display; it takes the terminal over at once.</summary>
    public LiveRunDisplay(Terminal terminal, RunProgress progress)
    {
        _terminal = terminal;
        _progress = progress;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.Yes,
            Out = new SpectreOutput(terminal),
        });
        _thread = new Thread(Draw) { IsBackground = true, Name = "display" };
        _thread.Start();
        if (terminal.Traits.ErrorIsTerminal)
        {
            terminal.Log.Divert(Enqueue);
        }
    }

    /// <inheritdoc/>
    public void Update(StudyStatus status)
    {
        _progress.Update(status);
        lock (_gate)
        {
            _next = new ProgressTable(_progress.Steps, _progress.All!);
            Monitor.Pulse(_gate);
        }
    }

    /// <inheritdoc/>
    public void End(RunSummary summary)
    {
        Stop();
        _terminal.Show(summary, json: false);
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void Stop()
    {
        _terminal.Log.TakeBack();
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private void Enqueue(LogLine line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            Monitor.Pulse(_gate);
        }
    }

    private void Draw()
    {
        try
        {
            _console.Live(new Text(string.Empty)).Overflow(VerticalOverflow.Crop).Start(DrawUntilEnd);
        }
        catch (IOException)
        {
            // The terminal is gone. The run goes on, and its log goes where it can.
            _terminal.Log.TakeBack();
        }
    }

    private void DrawUntilEnd(LiveDisplayContext context)
    {
        while (true)
        {
            (LogLine[] lines, ProgressTable? table, bool ended) = Take();
            foreach (LogLine line in lines)
            {
                _console.Write(new ControlCode($"{line.ToColouredString()}\n"));
            }

            if (table is not null)
            {
                context.UpdateTarget(table.Render(_terminal.Width, SpectreOutput.TerminalHeight));
            }

            if (ended)
            {
                return;
            }
        }
    }

    /// <summary>Waits until there is something to draw, and takes it.</summary>
    private (LogLine[] Lines, ProgressTable? Table, bool Ended) Take()
    {
        lock (_gate)
        {
            while (_lines.Count == 0 && _next is null && !_ended)
            {
                Monitor.Wait(_gate);
            }

            (LogLine[], ProgressTable?, bool) taken = ([.. _lines], _next, _ended);
            _lines.Clear();
            _next = null;
            return taken;
        }
    }
}
