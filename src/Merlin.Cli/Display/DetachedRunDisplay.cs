using Merlin.Broker.Status;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Display;

/// <summary>
/// Shows a run on a thread of its own, so that neither the run nor its end waits for a pipe that nobody reads or a
/// terminal that was stopped.
/// </summary>
internal sealed class DetachedRunDisplay : IAsyncDisposable
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(5);
    private readonly Terminal _terminal;
    private readonly TimeSpan _patience;
    private readonly object _gate = new();
    private readonly Task _shown;
    private StudyStatus? _next;
    private RunSummary? _summary;
    private bool _over;

    /// <summary>A display.</summary>
    /// <param name="terminal">Where the run is shown; its output is given up when the end cannot be shown.</param>
    /// <param name="create">Makes the display that shows the run; called, used and disposed of on the other thread.</param>
    /// <param name="patience">How long the end waits until all is shown; null for the usual time.</param>
    public DetachedRunDisplay(Terminal terminal, Func<IRunDisplay> create, TimeSpan? patience = null)
    {
        _terminal = terminal;
        _patience = patience ?? UsualPatience;
        _shown = Task.Factory.StartNew(
            () => Show(create), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Shows where the study stands now, unless a later status comes first.</summary>
    public void Update(StudyStatus status)
    {
        lock (_gate)
        {
            _next = status;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Shows how the run ended, if that can be shown in time; nothing is updated after it.</summary>
    public async Task EndAsync(RunSummary summary)
    {
        await CloseAsync(summary);
        if (_shown.IsCompleted)
        {
            await _shown;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync(summary: null);

    private async Task CloseAsync(RunSummary? summary)
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            _over = true;
            _summary = summary;
            Monitor.Pulse(_gate);
        }

        if (await Task.WhenAny(_shown, Task.Delay(_patience, _terminal.Clock)) != _shown)
        {
            _terminal.AbandonOutput();
        }
    }

    private void Show(Func<IRunDisplay> create)
    {
        try
        {
            using IRunDisplay display = create();
            while (Next() is { } status)
            {
                display.Update(status);
            }

            if (_summary is not null)
            {
                display.End(_summary);
            }
        }
        catch (IOException)
        {
            // Nobody watches any more; the run goes on.
        }
    }

    /// <summary>Waits for the next status; null when there will be none.</summary>
    private StudyStatus? Next()
    {
        lock (_gate)
        {
            while (_next is null && !_over)
            {
                Monitor.Wait(_gate);
            }

            StudyStatus? next = _next;
            _next = null;
            return next;
        }
    }
}
