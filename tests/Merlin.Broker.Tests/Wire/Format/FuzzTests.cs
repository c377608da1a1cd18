using Merlin.Broker.Wire.Format;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>
/// Whatever the bytes are: a message or a <see cref="WireFormatException"/>, in memory that the frame's size bounds.
/// MERLIN_FUZZ_RUNS says how many frames are tried.
/// </summary>
public sealed class FuzzTests
{
    private const int UsualRuns = 5_000;

    // A task in a report of one byte per task becomes a record of 56 bytes and its columns; an exception has its own price.
    private const long BytesPerByte = 200;
    private const long BytesForAnError = 64 * 1024;

    private static readonly byte[][] Golden = [.. GoldenMessages.All.Select(Frames.Of)];

    private static int Runs =>
        int.TryParse(Environment.GetEnvironmentVariable("MERLIN_FUZZ_RUNS"), out int runs) ? runs : UsualRuns;

    [Fact]
    public void Changed_frames_are_read_or_refused()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        for (int run = 0; run < Runs; run++)
        {
            byte[] frame = (byte[])Golden[random.Next(Golden.Length)].Clone();
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                frame = Change(frame, random);
            }

            Try(frame, $"seed {seed}, run {run}");
        }
    }

    [Fact]
    public void Random_bytes_are_read_or_refused()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        for (int run = 0; run < Runs; run++)
        {
            var frame = new byte[random.Next(64)];
            random.NextBytes(frame);
            if (frame.Length > 2 && random.Next(2) == 0)
            {
                frame[0] = (byte)(0x90 + random.Next(16));
                frame[1] = (byte)random.Next(128);
            }

            Try(frame, $"seed {seed}, run {run}");
        }
    }

    [Fact]
    public void A_frame_that_is_cut_anywhere_is_refused()
    {
        foreach (object message in GoldenMessages.All)
        {
            byte[] frame = Frames.Of(message);
            for (int length = 0; length < frame.Length; length++)
            {
                byte[] cut = frame[..length];
                Assert.Throws<WireFormatException>(() => Frames.Read(cut, message.GetType()));
            }
        }
    }

    private static byte[] Change(byte[] frame, Random random)
    {
        int at = random.Next(frame.Length);
        switch (random.Next(4))
        {
            case 0:
                frame[at] = (byte)random.Next(256);
                return frame;
            case 1:
                frame[at] = (byte)random.Next(0xc0, 0xe0);
                return frame;
            case 2:
                return [.. frame[..at], .. frame[random.Next(at, frame.Length)..], 0];
            default:
                byte[] other = Golden[random.Next(Golden.Length)];
                return [.. frame[..at], .. other[random.Next(other.Length)..], 0];
        }
    }

    private static void Try(byte[] frame, string where)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Try(() => SessionFormat.TryRead(frame, out _), frame, where);
        Try(() => ClientMessageFormat.Read(frame), frame, where);
        Try(() => BrokerMessageFormat.Read(frame), frame, where);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            allocated <= (3 * BytesForAnError) + (BytesPerByte * frame.Length),
            $"{where}: {frame.Length} bytes cost {allocated}: {Convert.ToHexString(frame)}");
    }

    private static void Try(Action read, byte[] frame, string where)
    {
        try
        {
            read();
        }
        catch (WireFormatException)
        {
            // What a malformed frame is to lead to.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Assert.Fail($"{where}: {Convert.ToHexString(frame)} led to {e}");
        }
    }
}
