using Merlin.Flux;
using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>A task whose process a broker of the instance has started.</summary>
/// <param name="run">The task.</param>
internal sealed class RemoteTask(TaskRun run) : OutsideTask(run)
{
    private RemoteProcess? _process;
    private SignalNumber _early;

    /// <summary>The process runs.</summary>
    public void Take(RemoteProcess process)
    {
        _process = process;
        if (_early != SignalNumber.None)
        {
            Signal(_early);
        }
    }

    /// <inheritdoc/>
    public override void Signal(SignalNumber signal)
    {
        if (_process is null)
        {
            _early = signal;
            return;
        }

        JobRequest.Ask(_process.KillAsync((int)signal));
    }
}
