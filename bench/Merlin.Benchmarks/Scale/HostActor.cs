using System.Diagnostics;
using Merlin.Broker;

namespace Merlin.Benchmarks.Scale;

/// <summary>
/// A broker or an agent: a loop of turns, each of which takes what has arrived, costs time, and lets its effects out at
/// its end.
/// </summary>
internal abstract class HostActor(World world) : Actor(world)
{
    private const int MessagesPerTurn = 1024;

    private double _freeAt;

    /// <summary>What has happened to it.</summary>
    public HostStatistics Statistics { get; } = new();

    /// <summary>What a turn costs beside its messages.</summary>
    protected abstract double TurnCost { get; }

    public override double Act(double now)
    {
        if (now < _freeAt)
        {
            return _freeAt;
        }

        int messages = 0;
        int tasks = 0;
        long began = Stopwatch.GetTimestamp();
        var present = new Instant((long)now);
        while (messages < MessagesPerTurn && TryReceive(now, out Post post))
        {
            messages++;
            tasks += Costs.TasksOf(post.Message);
            Handle(post, present);
        }

        List<(Actor To, object Message)> sent = EndTurn(present);
        Statistics.RealSeconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
        double cost = TurnCost + (Costs.Message * (messages + sent.Count)) + (Costs.Task * tasks);
        _freeAt = now + cost;
        Statistics.Count(now, messages, sent.Count, cost);
        foreach ((Actor to, object message) in sent)
        {
            to.Send(this, message, _freeAt);
        }

        double next = Math.Min(NextArrival, Deadline is { } deadline ? deadline.UnixMicros : double.MaxValue);
        return Math.Max(_freeAt, next);
    }

    /// <summary>When a turn is due without a message.</summary>
    protected abstract Instant? Deadline { get; }

    /// <summary>Takes a message in.</summary>
    protected abstract void Handle(Post post, Instant now);

    /// <summary>Ends the turn.</summary>
    /// <returns>What it lets out.</returns>
    protected abstract List<(Actor To, object Message)> EndTurn(Instant now);
}
