using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Placement;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes.Serving;

/// <summary>
/// Has samples run by servers: by those that are idle, and by new ones where there is none that fits. Belongs to the spawner.
/// </summary>
/// <param name="slots">How many samples may run at once.</param>
/// <param name="program">Starts servers.</param>
/// <param name="groups">Where process groups are noted for the guardian.</param>
/// <param name="watch">Where the ends of tasks are seen.</param>
/// <param name="grace">How long a server may live on that was asked to end.</param>
/// <param name="clock">The clock.</param>
internal sealed class SimulationServers(
    int slots, ServerProgram program, GroupTable groups, IExitWatch watch, TimeSpan grace, TimeProvider clock) : ITaskStarter
{
    private const int Attempts = 2;
    private const int PauseMilliseconds = 20;
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);
    private readonly List<SimulationServer> _idle = [];
    private readonly List<SimulationServer> _leaving = [];
    private readonly HashSet<SimulationServer> _all = [];
    private readonly PollSet _nothing = new(0);

    /// <summary>How many groups the servers of a worker have at most.</summary>
    public static int MostGroups(int slots) => 2 * slots;

    /// <inheritdoc/>
    public void TakeThread()
    {
        // Servers go to their directories themselves.
    }

    /// <inheritdoc/>
    public IRunningTask? Start(TaskRun run, int slot)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            SimulationServer? server = TakeIdle(run) ?? Make(run);
            if (server is null)
            {
                return null;
            }

            if (server.TryBegin(run, slot))
            {
                return server;
            }

            Leave(server, atOnce: true);
        }

        run.StartRefusal = $"its server does not read the request for it, which has {run.Serving.Request.WrittenCount} bytes.";
        return null;
    }

    /// <inheritdoc/>
    public long EndIdle(long now)
    {
        while (_idle.Count > 0 && _idle[0].DueAt + Ticks(IdleLimit) <= now)
        {
            LeaveOldest();
        }

        ForgetGone(now);
        long next = _idle.Count > 0 ? _idle[0].DueAt + Ticks(IdleLimit) : LiveTask.Never;
        return _leaving.Count > 0 ? Math.Min(next, now + Ticks(TimeSpan.FromMilliseconds(PauseMilliseconds))) : next;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SimulationServer server in _all.Except(_leaving).ToArray())
        {
            Leave(server, atOnce: !_idle.Contains(server));
        }

        for (; _leaving.Count > 0; ForgetGone(clock.GetTimestamp()))
        {
            _nothing.Wait(1);
        }

        program.Dispose();
    }

    // The one that fell idle last has the warmest caches.
    private SimulationServer? TakeIdle(TaskRun run)
    {
        for (int place = _idle.Count - 1; place >= 0; place--)
        {
            SimulationServer server = _idle[place];
            if (server.Node == run.Node && HasSame(server.Seat, run.Seat))
            {
                _idle.RemoveAt(place);
                if (server.IsReady)
                {
                    return server;
                }

                Leave(server, atOnce: true);
            }
        }

        return null;
    }

    private SimulationServer? Make(TaskRun run)
    {
        if (_all.Count - _leaving.Count >= slots && _idle.Count > 0)
        {
            LeaveOldest();
        }

        if (_all.Count >= MostGroups(slots))
        {
            SimulationServer oldest = _leaving[0];
            _leaving.RemoveAt(0);
            _all.Remove(oldest);
            oldest.Dispose(); // no sample waits for one that takes its time
        }

        var server = new SimulationServer(run, groups, watch, Released);
        run.StartRefusal = server.TryStart(program, run);
        if (run.StartRefusal is not null)
        {
            server.Dispose();
            return null;
        }

        _all.Add(server);
        return server;
    }

    private void Released(SimulationServer server)
    {
        if (server.IsUnfit)
        {
            Leave(server, atOnce: true);
            return;
        }

        server.DueAt = clock.GetTimestamp();
        _idle.Add(server);
    }

    private void LeaveOldest()
    {
        SimulationServer oldest = _idle[0];
        _idle.RemoveAt(0);
        Leave(oldest, atOnce: false);
    }

    private void Leave(SimulationServer server, bool atOnce)
    {
        server.BeginEnd(atOnce);
        server.DueAt = clock.GetTimestamp() + Ticks(grace);
        _leaving.Add(server);
    }

    private void ForgetGone(long now)
    {
        for (int place = _leaving.Count - 1; place >= 0; place--)
        {
            SimulationServer server = _leaving[place];
            if (server.HasGone() || server.DueAt <= now)
            {
                _leaving.RemoveAt(place);
                _all.Remove(server);
                server.Dispose();
            }
        }
    }

    private static bool HasSame(Seat? one, Seat? other) =>
        one == other || (one is not null && other is not null && one.Cores.SequenceEqual(other.Cores) && one.Gpus.SequenceEqual(other.Gpus));

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
}
