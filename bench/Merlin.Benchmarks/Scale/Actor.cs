namespace Merlin.Benchmarks.Scale;

/// <summary>Something that acts when it is time to, or when a message has arrived. Times are microseconds.</summary>
internal abstract class Actor(World world)
{
    private readonly PriorityQueue<Post, (double Arrival, long Order)> _inbox = new();

    /// <summary>When it will act next by the world's plan; whatever the plan says beside that is void.</summary>
    public double Planned { get; set; } = double.MaxValue;

    /// <summary>Whether it acts no more.</summary>
    public bool IsDead { get; set; }

    protected World World => world;

    /// <summary>Acts.</summary>
    /// <returns>When to act next if no message comes.</returns>
    public abstract double Act(double now);

    /// <summary>Sends a message to it.</summary>
    public void Send(Actor from, object message, double at)
    {
        if (!IsDead)
        {
            double arrival = at + Costs.Latency + (Costs.Byte * Costs.BytesOf(message));
            _inbox.Enqueue(new Post(from, message), (arrival, world.NextOrder()));
            world.Plan(this, arrival);
        }
    }

    /// <summary>When the next message arrives; never when none is on its way.</summary>
    public double NextArrival => _inbox.TryPeek(out _, out (double Arrival, long) first) ? first.Arrival : double.MaxValue;

    protected bool TryReceive(double now, out Post post)
    {
        if (NextArrival <= now)
        {
            post = _inbox.Dequeue();
            return true;
        }

        post = default;
        return false;
    }
}
