namespace Merlin.Benchmarks.Scale;

/// <summary>The clock, and the plan of who acts when.</summary>
internal sealed class World
{
    private readonly PriorityQueue<Actor, (double Time, long Order)> _plan = new();
    private long _order;

    /// <summary>The present, in microseconds.</summary>
    public double Now { get; private set; }

    /// <summary>A number that is larger than any before: what is sent first arrives first.</summary>
    public long NextOrder() => ++_order;

    /// <summary>Lets an actor act at a time, unless it will act before.</summary>
    public void Plan(Actor actor, double time)
    {
        if (time < actor.Planned)
        {
            actor.Planned = time;
            _plan.Enqueue(actor, (time, NextOrder()));
        }
    }

    /// <summary>Lets nobody act any more.</summary>
    public void Forget() => _plan.Clear();

    /// <summary>Lets everybody act until a condition holds.</summary>
    public void RunUntil(Func<bool> over)
    {
        while (!over() && _plan.TryDequeue(out Actor? actor, out (double Time, long) due))
        {
            if (due.Time == actor.Planned && !actor.IsDead)
            {
                Now = due.Time;
                actor.Planned = double.MaxValue;
                Plan(actor, actor.Act(Now));
            }
        }
    }
}
