using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Wire;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>Two users with keys of their own on one broker, each after what is the other's.</summary>
[Collection(WireTests.Name)]
public sealed class TwoOwnersTests
{
    private const int Commands = 500; // of requests, and as many of other messages
    private static readonly StudyId Nowhere = new(987_654);

    [Fact]
    public void A_thousand_commands_of_each_on_what_is_the_others_change_and_show_nothing()
    {
        int seed = Environment.TickCount;
        using var rig = new WireRig();
        using var alice = new OwnedSite(rig, rig.Alice, "alice");
        using var bob = new OwnedSite(rig, rig.Keys.Authorize("bob-key", "bob"), "bob");
        string[] before = [alice.View(), bob.View()];

        Attack(alice, bob.For("alice"), seed);
        Attack(bob, alice.For("bob"), seed + 1);

        Assert.True(alice.View() == before[0], $"seed {seed}: alice saw {before[0]} and sees {alice.View()}");
        Assert.True(bob.View() == before[1], $"seed {seed}: bob saw {before[1]} and sees {bob.View()}");
    }

    [Fact]
    public void No_worker_is_given_what_is_anothers()
    {
        using var rig = new WireRig();
        using var alice = new OwnedSite(rig, rig.Alice, "alice");
        using var bob = new OwnedSite(rig, rig.Keys.Authorize("bob-key", "bob"), "bob");
        alice.Ask<RequestDone>(number => new StudyShare(number, alice.Open, "bob", true));
        using var greedy = new Line(rig.TcpEndpoint(rig.Keys.Authorize("bob-other-key", "bob")));
        greedy.Next<Merlin.Broker.Lines.BrokerGreeting>();
        greedy.Send(new ConsumerHello(new ConsumerId("bob-2"), "all", "h", [], 100, IsAgent: false, []));
        greedy.Send(new CreditGrant(100));
        alice.Ask<RequestDone>(number => new ConsumersStop(number, [alice.Id]));
        alice.Worker.Send(new ConsumerGoodbye()); // its tasks are anybody's of hers now

        alice.Ask<QueueList>(static number => new QueueListRequest(number, []));
        greedy.Send(new PlanRequest(Nowhere));

        Until<PlanRefused>(greedy, message => Assert.False(
            message is LeaseGrant grant && grant.Chain[0].Study != bob.Open, "Another owner's tasks were given out."));
    }

    [Fact]
    public void A_shared_study_is_seen_and_steered_until_it_is_not_shared_any_more()
    {
        using var rig = new WireRig();
        using var alice = new OwnedSite(rig, rig.Alice, "alice");
        using var bob = new OwnedSite(rig, rig.Keys.Authorize("bob-key", "bob"), "bob");

        alice.Ask<RequestDone>(number => new StudyShare(number, alice.Open, "bob", true));
        Assert.Equal("alice", bob.Ask<StudyStatusAnswer>(number => new StudyStatusRequest(number, alice.Open)).Status.Owner);
        bob.Ask<RequestDone>(number => new StudyHold(number, alice.Open, true));
        Assert.True(alice.Ask<StudyStatusAnswer>(number => new StudyStatusRequest(number, alice.Open)).Status.Held);
        bob.Ask<RequestRefused>(number => new StudyShare(number, alice.Open, "carol", true));
        bob.Ask<RequestRefused>(number => new StudyExtend(number, alice.Open, [0], Victim.Tasks, 9, new byte[] { 1 }, 1));

        alice.Ask<RequestDone>(number => new StudyShare(number, alice.Open, "bob", false));
        bob.Ask<RequestRefused>(number => new StudyStatusRequest(number, alice.Open));
        bob.Ask<RequestRefused>(number => new StudyHold(number, alice.Open, false));
    }

    private static void Attack(OwnedSite attacker, Victim victim, int seed)
    {
        var attacks = new Attacks(new Random(seed), victim);
        for (int i = 0; i < Commands; i++)
        {
            int kind = attacks.NextKind();
            StudyId target = i % 2 == 0 ? victim.Open : victim.Ended;
            string theirs = ReasonOf(attacker, number => Attacks.Request(kind, number, target, victim));
            string nobodys = ReasonOf(attacker, number => Attacks.Request(kind, number, Nowhere, victim));
            Assert.True(
                theirs == nobodys.Replace($"{Nowhere.Value}", $"{target.Value}", StringComparison.Ordinal),
                $"seed {seed}, kind {kind}: '{theirs}' and '{nobodys}'");
            attacker.Say(attacks.Next(attacker.NextNumber()));
        }

        foreach (object heard in attacker.HearAll())
        {
            AssertShowsNothing(heard, victim, seed);
        }
    }

    private static void AssertShowsNothing(object heard, Victim victim, int seed)
    {
        string text = OwnedSite.Text(heard);
        Assert.False(text.Contains($"{victim.Owner}-name-marker", StringComparison.Ordinal), $"seed {seed}: {text}");
        Assert.False(text.Contains($"{victim.Owner}-workspace-marker", StringComparison.Ordinal), $"seed {seed}: {text}");
        Assert.False(text.Contains($"{victim.Owner}-worker-marker", StringComparison.Ordinal), $"seed {seed}: {text}");
        Assert.False(text.Contains($"{victim.Owner}-host-marker", StringComparison.Ordinal), $"seed {seed}: {text}");
        Assert.False(heard is PlanReply or LeaseGrant or Welcome, $"seed {seed}: {text}");
        Assert.True(heard is not QueuePurged { Tasks: > 0 }, $"seed {seed}: {text}");
        if (heard is QueueList queues)
        {
            Assert.All(
                queues.Queues.Where(queue => queue.Queue == victim.Queue),
                static queue => Assert.Equal(new QueueSummary(queue.Queue, 0, 0, 0, 0, 0), queue));
        }
    }

    private static string ReasonOf(OwnedSite asker, Func<long, ProducerRequest> ask) => asker.Ask<RequestRefused>(ask).Reason;

    private static void Until<T>(Line line, Action<object> look)
    {
        while (true)
        {
            object heard = line.Next<object>();
            look(heard);
            if (heard is T)
            {
                return;
            }
        }
    }
}
