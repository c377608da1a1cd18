using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Merlin.Broker.Tests.Wire;
using Xunit.Abstractions;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>
/// Hostile frames against a real broker over real sockets, while an honest user works: the broker lives, its memory does
/// not grow, and the honest user notices nothing. MERLIN_FUZZ_FRAMES says how many frames are sent.
/// </summary>
[Collection(WireTests.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int UsualFrames = 20_000;
    private const int FramesPerRound = 1000;
    private const int WarmUpStudies = 20;
    private const long MostGrowth = 100L << 20;

    private static int FrameCount => int.TryParse(
        Environment.GetEnvironmentVariable("MERLIN_FUZZ_FRAMES"), CultureInfo.InvariantCulture, out int frames) ? frames : UsualFrames;

    [Fact]
    public async Task Honest_clients_are_served_while_others_send_hostile_frames()
    {
        int seed = Environment.TickCount;
        using var rig = new HostileRig();
        await using var honest = new HonestPair(rig.Endpoint(rig.Alice));
        for (int i = 0; i < WarmUpStudies; i++)
        {
            await honest.RunStudyAsync();
        }

        long before = rig.Memory;
        using var attack = new HostileLine(rig.Address, rig.Settings(rig.Mallory));
        Task attacking = Task.Run(() => Attack(attack, rig.Port, seed));
        int studies = 0;
        long most = before;
        do
        {
            await honest.RunStudyAsync();
            studies++;
            most = Math.Max(most, rig.Memory);
        }
        while (!attacking.IsCompleted);
        await attacking;
        await honest.RunStudyAsync();

        output.WriteLine(
            $"seed {seed}: {FrameCount} frames, {attack.Answers} answers, {attack.Reconnects} new connections; {studies} honest studies meanwhile; memory {before >> 20} MB before, {most >> 20} MB at most.");
        Assert.True(honest.Faults.Count == 0, $"seed {seed}: {string.Join(" | ", honest.Faults.Take(10))}");
        Assert.InRange(attack.Answers, FrameCount / 10, int.MaxValue); // otherwise the frames did not arrive
        Assert.True(most - before < MostGrowth, $"seed {seed}: the broker grew from {before} to {most} bytes.");
    }

    private static void Attack(HostileLine line, int port, int seed)
    {
        var random = new Random(seed);
        var frames = new HostileFrames(random);
        for (int sent = 0; sent < FrameCount; sent += FramesPerRound)
        {
            line.Say(frames, random, FramesPerRound);
            SendGarbage(port, random);
        }
    }

    // What is no ZeroMQ at all, or begins like it.
    private static void SendGarbage(int port, Random random)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        byte[] bytes = new byte[random.Next(1, 5000)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            byte[] greeting = [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, (byte)random.Next(2), .. "CURVE"u8];
            greeting.AsSpan(0, Math.Min(greeting.Length, bytes.Length)).CopyTo(bytes);
        }

        try
        {
            socket.Send(bytes);
        }
        catch (SocketException)
        {
            // The broker has had enough already.
        }
    }
}
