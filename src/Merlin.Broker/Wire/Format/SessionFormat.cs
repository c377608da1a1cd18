using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Merlin.Broker.Wire.Format;

/// <summary>The bytes of the frames that concern the line itself.</summary>
public static class SessionFormat
{
    /// <summary>The text that every hello begins with.</summary>
    public const string Magic = "merlin";

    internal static MessageTable<SessionFrame> Table { get; } = MakeTable();

    /// <summary>Writes one frame.</summary>
    /// <exception cref="WireFormatException">A name is longer than the protocol allows.</exception>
    public static void Write(SessionFrame frame, IBufferWriter<byte> output) => Table.Write(frame, output);

    /// <summary>Reads a frame if it concerns the line itself; false when it bears a message.</summary>
    /// <param name="frame">The frame's bytes.</param>
    /// <param name="session">What it says.</param>
    /// <exception cref="WireFormatException">It is no frame of the protocol.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> frame, [NotNullWhen(true)] out SessionFrame? session)
    {
        session = Table.TryRead(frame);
        return session is not null;
    }

    private static MessageTable<SessionFrame> MakeTable()
    {
        var table = new MessageTable<SessionFrame>();
        table.Add(FrameKind.SessionHello, 4, WriteHello, ReadHello);
        table.Add(FrameKind.SessionWelcome, 6, WriteWelcome, ReadWelcome);
        table.Add(FrameKind.SessionRefused, 3, WriteRefused, ReadRefused);
        table.Add<SessionUnknown>(FrameKind.SessionUnknown);
        table.Add<SessionKeepAlive>(FrameKind.SessionKeepAlive);
        table.Add<SessionClose>(FrameKind.SessionClose);
        return table;
    }

    private static void WriteHello(SessionHello hello, ref FieldWriter writer)
    {
        writer.Name("magic", Magic);
        writer.Number(hello.LowestVersion);
        writer.Number(hello.HighestVersion);
        writer.Name("program version", hello.ProgramVersion);
    }

    private static SessionHello ReadHello(ref FieldReader reader)
    {
        if (reader.Name("magic") != Magic)
        {
            throw reader.Fault($"it is not '{Magic}'");
        }

        int lowest = reader.Int("lowest version");
        return new SessionHello(lowest, reader.Int("highest version", lowest), reader.Name("program version"));
    }

    private static void WriteWelcome(SessionWelcome welcome, ref FieldWriter writer)
    {
        writer.Number(welcome.Version);
        writer.Name("program version", welcome.ProgramVersion);
        writer.Name("broker id", welcome.BrokerId);
        writer.Name("owner", welcome.Owner);
        writer.Number((long)welcome.KeepAliveInterval.TotalMilliseconds);
        writer.Number(welcome.LargestFrame);
    }

    private static SessionWelcome ReadWelcome(ref FieldReader reader) => new(
        reader.Int("version"),
        reader.Name("program version"),
        reader.Name("broker id"),
        reader.Name("owner"),
        TimeSpan.FromMilliseconds(reader.Int("keep-alive interval", 1)),
        reader.Number("largest frame", 1));

    private static void WriteRefused(SessionRefused refused, ref FieldWriter writer)
    {
        writer.Text(refused.Reason);
        writer.Number(refused.LowestVersion);
        writer.Number(refused.HighestVersion);
    }

    private static SessionRefused ReadRefused(ref FieldReader reader) =>
        new(reader.Text("reason"), reader.Int("lowest version"), reader.Int("highest version"));
}
