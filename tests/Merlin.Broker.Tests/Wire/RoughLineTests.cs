using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire;
using Xunit.Abstractions;

namespace Merlin.Broker.Tests.Wire;

/// <summary>
/// A line comes back, whatever happens to its connections at whatever moment of their lives. <c>MERLIN_LONG_TESTS=1</c>
/// tries it often; <c>MERLIN_TEST_SEED</c> repeats the choices.
/// </summary>
[Collection(WireTests.Name)]
public sealed class RoughLineTests(ITestOutputHelper output)
{
    private const int MostVainTries = 10;
    private const int MostRestarts = 5;
    private const int MostEvents = 5;

    // What opens a line is not all of it: a connection that lives so long must be one that carries messages.
    private const int Questions = 20;

    private static readonly int Rounds = Environment.GetEnvironmentVariable("MERLIN_LONG_TESTS") == "1" ? 300 : 10;

    private static readonly LineTimes Quick = new()
    {
        Answer = TimeSpan.FromMilliseconds(150),
        FirstPause = TimeSpan.FromMilliseconds(2),
        LongestPause = TimeSpan.FromMilliseconds(4),
    };

    [Fact]
    public void A_line_comes_back_whatever_its_connections_meet()
    {
        Random random = NewRandom();
        using var rig = new WireRig(static options => options with { KeepaliveInterval = TimeSpan.FromMilliseconds(200) });
        using var proxy = new RoughProxy(rig.Port, random);
        using var line = new Line(rig.TcpEndpoint(rig.Alice, proxy.Address), Quick);
        for (int i = 0; i < Rounds; i++)
        {
            proxy.IsCalm = false;
            proxy.Strike(reset: random.Next(2) == 0);
            for (int vain = random.Next(MostVainTries); vain > 0;)
            {
                object thing = Follow(line);
                vain -= thing is Line.LostLine ? 1 : 0;
                if (thing is PlanRefused { Study.Value: Questions - 1 })
                {
                    proxy.Strike(reset: false); // its fate had no effect, such as a changed bit that nobody reads
                }
            }

            proxy.IsCalm = true;
            while (Follow(line) is not PlanRefused)
            {
                // Connections that were made before are still to meet their fate.
            }
        }

        output.WriteLine($"Met: {string.Join(", ", proxy.Met)}");
        Assert.Equal(Enum.GetValues<RoughProxy.Fate>().Length, proxy.Met.Count);
    }

    [Fact]
    public void A_line_comes_back_at_whatever_moment_its_broker_ends_and_begins()
    {
        Random random = NewRandom();
        using var rig = new WireRig();
        using var line = new Line(rig.Endpoint("tcp"), Quick);
        for (int i = 0; i < Rounds; i++)
        {
            for (int restarts = random.Next(MostRestarts); restarts >= 0; restarts--)
            {
                rig.StopServer();
                FollowSome(line, random.Next(MostEvents));
                rig.StartServer();
                FollowSome(line, random.Next(MostEvents));
            }

            while (Follow(line) is not PlanRefused)
            {
                // What is left of the earlier ones comes first.
            }
        }
    }

    // There always is another one: vain tries while there is no broker, and answers when there is one.
    private static void FollowSome(Line line, int events)
    {
        while (events-- > 0)
        {
            Follow(line);
        }
    }

    // Asks whenever the line opens. To be refused is the one thing that must not happen.
    private static object Follow(Line line)
    {
        object thing = line.Next<object>();
        Assert.IsNotType<Line.RefusedLine>(thing);
        for (int i = 0; thing is BrokerGreeting && i < Questions; i++)
        {
            line.Send(new PlanRequest(new StudyId(i)));
        }

        return thing;
    }

    private Random NewRandom()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("MERLIN_TEST_SEED"), out int given) ? given : Random.Shared.Next();
        output.WriteLine($"MERLIN_TEST_SEED={seed}");
        return new Random(seed);
    }
}
