using Merlin.Broker.Status;

namespace Merlin.Cli.Display;

/// <summary>Lets a run go on when whoever watched it has gone: from the first failed write on, nothing is shown.</summary>
internal sealed class LosableRunDisplay : IRunDisplay
{
    private readonly IRunDisplay _display;
    private bool _lost;

    /// <summary>Wraps a display, which it owns.</summary>
    public LosableRunDisplay(IRunDisplay display) => _display = display;

    /// <inheritdoc/>
    public void Update(StudyStatus status) => Try(() => _display.Update(status));

    /// <inheritdoc/>
    public void End(RunSummary summary) => Try(() => _display.End(summary));

    /// <inheritdoc/>
    public void Dispose() => Try(_display.Dispose);

    private void Try(Action show)
    {
        if (_lost)
        {
            return;
        }

        try
        {
            show();
        }
        catch (IOException)
        {
            _lost = true;
        }
    }
}
