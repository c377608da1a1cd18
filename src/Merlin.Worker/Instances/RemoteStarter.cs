using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>Starts tasks on other nodes through the brokers there. Belongs to the desk.</summary>
/// <param name="flux">The instance.</param>
/// <param name="nodes">Its nodes.</param>
/// <param name="tasks">The desk's tasks.</param>
/// <param name="commands">What Flux is asked to run.</param>
/// <param name="post">Runs something on the desk.</param>
/// <param name="clock">The clock.</param>
internal sealed class RemoteStarter(
    FluxHandle flux,
    IReadOnlyList<InstanceNode> nodes,
    DeskTasks tasks,
    TaskCommands commands,
    Action<Action> post,
    TimeProvider clock)
{
    /// <summary>Starts a task that has begun.</summary>
    public void Start(TaskRun run)
    {
        var task = new RemoteTask(run);
        tasks.Add(task);
        _ = RunAsync(task, commands.Remote(run));
    }

    private async Task RunAsync(RemoteTask task, RemoteCommand command)
    {
        InstanceNode node = nodes[task.Seat.Node];
        try
        {
            RemoteProcess process = await flux.Processes.StartAsync(new BrokerRank((uint)node.Rank), command);
            post(() => NoteStart(task, process, node.Host));
            WaitStatus status = await process.Ended;
            post(() => End(task, status));
        }
        catch (FluxException trouble)
        {
            post(() => Lose(task, trouble.Message));
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended.
        }
    }

    private void NoteStart(RemoteTask task, RemoteProcess process, string host)
    {
        if (!task.HasEnded)
        {
            task.Task.Place = new TaskPlace(task.Task.Task.Key.Index, "", host);
            tasks.NoteStart(task, Instant.Now(clock).UnixMicros);
            task.Take(process);
        }
    }

    private void End(RemoteTask task, WaitStatus status)
    {
        if (!task.HasEnded)
        {
            tasks.End(task, ExitReading.Of(status), clock.GetElapsedTime(task.Task.StartTimestamp));
            tasks.Forget(task);
        }
    }

    private void Lose(RemoteTask task, string reason)
    {
        if (task.HasEnded)
        {
            return;
        }

        if (task.HasStarted)
        {
            tasks.LosePlace(task);
        }
        else
        {
            tasks.Refuse(task, reason);
        }

        tasks.Forget(task);
    }
}
