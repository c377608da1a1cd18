using System.Numerics;
using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Instances;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Spec;

namespace Merlin.Worker.Processes.Shells;

/// <summary>
/// Starts tasks in shell servers: those that are idle, and new ones where there is none that fits. Belongs to the spawner.
/// </summary>
/// <param name="slots">How many servers may live.</param>
/// <param name="environment">What tasks find in their environment.</param>
/// <param name="groups">Where process groups are noted for the guardian.</param>
/// <param name="binding">Binds tasks to their cores; null where they have none of their own.</param>
/// <param name="watch">Where the ends of tasks are seen.</param>
/// <param name="clock">The clock.</param>
internal sealed class ShellServers(
    int slots, TaskEnvironment environment, GroupTable groups, CoreBinding? binding, IExitWatch watch, TimeProvider clock) : ITaskStarter
{
    // A bash keeps a little of every child that it has had.
    private const int MostTasks = 4096;
    private const int SmallestRequest = 256;
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);
    private readonly List<ShellServer> _idle = [];
    private readonly HashSet<ShellServer> _all = [];
    private readonly ShellRequest _request = new(environment);
    private ShellServerProgram? _program;

    /// <inheritdoc/>
    public void TakeThread()
    {
        // Servers are started by whichever thread; where they are does not matter.
    }

    /// <inheritdoc/>
    public IRunningTask? Start(TaskRun run, int slot)
    {
        ReadOnlySpan<byte> request = _request.Of(run);
#pragma warning disable CA2000 // It is one of all, which are disposed of at the end.
        ShellServer? server = TakeIdle(run, request.Length) ?? Make(run, request.Length);
#pragma warning restore CA2000
        if (server is null)
        {
            return null;
        }

        watch.Watch(slot, server.Answers);
        server.Begin(run, slot, request);
        return server;
    }

    /// <inheritdoc/>
    public long EndIdle(long now)
    {
        long limit = (long)(IdleLimit.TotalSeconds * clock.TimestampFrequency);
        while (_idle.Count > 0 && _idle[0].IdleSince + limit <= now)
        {
            EndOldest();
        }

        return _idle.Count == 0 ? LiveTask.Never : _idle[0].IdleSince + limit;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ShellServer server in _all)
        {
            server.Dispose();
        }

        _program?.Dispose();
    }

    // The one that fell idle last has the warmest caches.
    private ShellServer? TakeIdle(TaskRun run, int length)
    {
        StudyWork? study = environment.DependsOnStudy ? run.Node.Study : null;
        for (int place = _idle.Count - 1; place >= 0; place--)
        {
            ShellServer server = _idle[place];
            if (server.Study == study && server.RequestSize >= length && server.Shell == run.Node.Plan.Shell)
            {
                _idle.RemoveAt(place);
                if (server.IsReady)
                {
                    return server;
                }

                End(server);
            }
        }

        return null;
    }

    private ShellServer? Make(TaskRun run, int length)
    {
        if (_all.Count >= slots)
        {
            EndOldest();
        }

        _program ??= new ShellServerProgram();
        int size = Math.Max(SmallestRequest, (int)BitOperations.RoundUpToPowerOf2((uint)length));
        StudyWork? study = environment.DependsOnStudy ? run.Node.Study : null;
        string shell = run.Node.Plan.Shell;
#pragma warning disable CA2000 // It becomes one of all, which are disposed of at the end.
        var server = new ShellServer(shell, study, size, groups, binding, Released);
#pragma warning restore CA2000
        using StringVector variables = environment.ForServer(run.Node.Study, []);
        int error = server.Start(_program, BashShell.Command(shell)!, variables);
        if (error != 0)
        {
            server.Dispose();
            run.StartRefusal = $"the shell server '{shell}' cannot be started ({Errno.Describe(error)}).";
            return null;
        }

        _all.Add(server);
        return server;
    }

    private void Released(ShellServer server)
    {
        if (server.IsDead || server.IsUnfit || server.Tasks >= MostTasks)
        {
            End(server);
            return;
        }

        server.IdleSince = clock.GetTimestamp();
        _idle.Add(server);
    }

    private void EndOldest()
    {
        ShellServer oldest = _idle[0];
        _idle.RemoveAt(0);
        End(oldest);
    }

    private void End(ShellServer server)
    {
        _all.Remove(server);
        server.Dispose();
    }
}
