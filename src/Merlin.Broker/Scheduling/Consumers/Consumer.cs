using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>One consumer's session: it lives across lines, until it leaves or is silent for too long.</summary>
internal sealed class Consumer(ConsumerId id, string owner)
{
    /// <summary>What sums of shares may be off by.</summary>
    public const double Rounding = 1e-9;

    public ConsumerId Id { get; } = id;

    /// <summary>The user behind it: it runs nobody else's tasks.</summary>
    public string Owner { get; } = owner;

    /// <summary>The key that its identity is bound to; null until it says hello where no store remembers the key.</summary>
    public string? Key { get; private set; }

    public string Name { get; private set; } = "";

    public string Host { get; private set; } = "";

    /// <summary>
    /// How many tasks it runs at the same time by its own word, where it owns nothing of its own; 0 for an agent without
    /// consumers.
    /// </summary>
    public int Slots { get; private set; } = 1;

    /// <summary>What it owns; empty for nothing.</summary>
    public IReadOnlyList<InstanceResources> Resources { get; private set; } = [];

    /// <summary>How many tasks of a shape fit it at the same time.</summary>
    public Capacity Capacity { get; private set; } = new(1, []);

    /// <summary>The id of the Flux job that its instance is, or empty.</summary>
    public string Job { get; private set; } = "";

    /// <summary>What is durable of it; null when nothing is, or not by anything that a store remembers.</summary>
    public ConsumerBound? Bound { get; private set; }

    /// <summary>Whether it leases on.</summary>
    public bool IsAgent { get; private set; }

    /// <summary>Whether it may be given work: not when it was asked to leave, nor as an agent without consumers.</summary>
    public bool TakesWork => StopReason is null && Slots > 0;

    /// <summary>Whether it has said hello since the broker was started.</summary>
    public bool WasSeen { get; private set; }

    /// <summary>The line to it, or null while there is none.</summary>
    public PeerId? Peer { get; set; }

    /// <summary>How many more leases it can take.</summary>
    public long Credit { get; set; }

    /// <summary>Why it was asked to leave, or null: it gets no more work then.</summary>
    public string? StopReason { get; set; }

    /// <summary>How long it may be silent, as it was told last.</summary>
    public TimeSpan Limit { get; set; }

    /// <summary>When it is lost unless it speaks before.</summary>
    public Instant Deadline { get; set; }

    /// <summary>When it stops running tasks by its own word; null for never.</summary>
    public Instant? EndsAt { get; private set; }

    /// <summary>
    /// Arrays of which it has given tasks back of its own accord: they do not fit into its time, or an agent has nobody who
    /// can run them.
    /// </summary>
    public HashSet<TaskArray> Declined { get; } = [];

    /// <summary>Whether it gets nothing new, so that a task can then run alone there.</summary>
    public bool IsDrained { get; set; }

    /// <summary>Its lease on a task that is to run with nothing beside it, or null.</summary>
    public Lease? AloneLease => Leases.Find(lease => lease.IsAlone);

    /// <summary>Whether it gets no ordinary work at present on account of a task that must run alone.</summary>
    public bool IsWithheld => IsDrained || AloneLease is not null;

    /// <summary>Its leases, the oldest first.</summary>
    public List<Lease> Leases { get; } = [];

    public Dictionary<(TaskArray Array, long Index), RunningTask> Running { get; } = [];

    /// <summary>Where it stands among those that serve the same queues; null while it gets no work.</summary>
    public ConsumerGroup? Group { get; set; }

    /// <summary>A recall that will bring it work; until that is answered no other is made on its account.</summary>
    public Recall? Awaited { get; set; }

    /// <summary>What it held when it was given up as lost; null while its session lives.</summary>
    public IReadOnlyList<HeldLease>? LostHeld { get; set; }

    /// <summary>The queues it serves, sorted; empty for all.</summary>
    public IReadOnlyList<string> Queues { get; private set; } = [];

    public bool Serves(string queue) => Queues.Count == 0 || Queues.Contains(queue);

    /// <summary>How many tasks of an array it can run at the same time; 0 when they do not fit it.</summary>
    public int SlotsFor(TaskArray array) => Capacity.SlotsFor(array.Spec.Shape);

    /// <summary>How many tasks it can run at the same time of whichever array of a chain fits it least.</summary>
    public int SlotsFor(TaskArray[] chain)
    {
        int least = SlotsFor(chain[0]);
        for (int place = 1; place < chain.Length; place++)
        {
            least = Math.Min(least, SlotsFor(chain[place]));
        }

        return least;
    }

    /// <summary>Whether it serves an array's queue, and a task of the array fits it.</summary>
    public bool CanRun(TaskArray array) => Serves(array.Spec.Queue) && SlotsFor(array) > 0;

    /// <summary>Whether it can run an array's tasks, and has not given any of them back of its own accord.</summary>
    public bool WouldRun(TaskArray array) => CanRun(array) && !Declined.Contains(array);

    /// <summary>The same text for all consumers that serve the same queues and own the same.</summary>
    public string GroupKey => string.Join('\n', [.. Queues, "", .. Resources.Select(kind => kind.ToString())]);

    /// <summary>How many tasks it has ended since its session began.</summary>
    public long Ended { get; set; }

    /// <summary>How many tasks it has in hand, counting a chain's once.</summary>
    public long InHand => Leases.Sum(lease => lease.Held(lease.Chain.Length - 1).Count);

    /// <summary>
    /// How many times what it has in hand would fill it, counting a chain's tasks once: each takes the share of it that its
    /// shape leaves room for.
    /// </summary>
    public double Load
    {
        get
        {
            double load = 0;
            foreach (Lease lease in Leases)
            {
                load += lease.Load;
            }

            return load;
        }
    }

    /// <summary>Whether it has less in hand than it could run at the same time.</summary>
    public bool HasRoom => Load < 1 - Rounding;

    public void Describe(ConsumerHello hello)
    {
        Name = hello.Name;
        Host = hello.Host;
        Slots = Math.Max(hello.IsAgent ? 0 : 1, hello.Slots);
        Resources = hello.Resources;
        Capacity = new Capacity(Slots, Resources);
        Job = hello.Job;
        IsAgent = hello.IsAgent;
        WasSeen = true;
        Declined.Clear();
        Queues = [.. hello.Queues.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Binds its identity to what is durable of it.</summary>
    public void Bind(ConsumerBound bound)
    {
        Bound = bound;
        Key = bound.Key;
        Name = bound.Name;
    }

    public void SetTimeLeft(TimeSpan? left, Instant now) => EndsAt = left is { } span ? now + span : null;

    /// <summary>What there is to tell of the end of its session.</summary>
    public SessionEnded SessionEnd(bool isLost) => new(Id, Name, Owner, isLost);

    /// <summary>Notes that a task does not run here any more.</summary>
    public void Forget(TaskArray array, long index)
    {
        if (Running.Count > 0 && Running.Remove((array, index)))
        {
            array.Running--;
        }
    }

    public ConsumerSummary Summary(Instant now) => new(
        Id,
        Name,
        Host,
        Owner,
        Queues,
        Slots,
        IsAgent,
        Attached: Peer is not null,
        Leaving: StopReason is not null,
        Running.Count,
        Leases.Sum(lease => lease.TotalHeld),
        Ended,
        EndsAt is { } end ? TimeLeftAt(end, now) : null)
    {
        Resources = Resources,
        Job = Job,
    };

    private static TimeSpan TimeLeftAt(Instant end, Instant now) => end > now ? end - now : TimeSpan.Zero;

    public bool IsBoundTo(ClientIdentity client) => client.Owner == Owner && (Key is null || Key == client.Key);

    public ConsumerInfo Info() =>

        new(Id, Name, Host, Peer is not null, Slots, Leases.Count, [.. Running.Values]) { IsAgent = IsAgent, Job = Job };
}
