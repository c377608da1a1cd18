using System.Buffers;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;
using Merlin.MessagePack;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>What is refused, and in which words; and what is taken from newer and older programs.</summary>
public sealed class RefusalTests
{
    private delegate void Fields(ref MessagePackWriter writer);

    [Fact]
    public void A_newer_program_may_send_more_fields()
    {
        byte[] frame = Frame(3, (ref writer) =>
        {
            writer.Write(17);
            writer.Write(4);
            writer.WriteMapHeader(1);
            writer.Write("later");
            writer.WriteArrayHeader(0);
        });

        Assert.Equal(new CreditGrant(4), ClientMessageFormat.Read(frame));
    }

    [Fact]
    public void An_older_program_may_send_fewer_fields()
    {
        byte[] frame = Frame(6, (ref writer) =>
        {
            writer.Write(16);
            writer.Write("c");
            writer.Write("name");
            writer.Write("host");
            writer.WriteArrayHeader(0);
            writer.Write(4);
        });

        var hello = (ConsumerHello)ClientMessageFormat.Read(frame);

        Assert.False(hello.IsAgent);
        Assert.Empty(hello.Held);
        Assert.Null(hello.TimeLeft);
    }

    [Theory]
    [InlineData("90", "The frame is an empty array; its first element should be a message number.")]
    [InlineData("", "The frame is not a message: the input ends at byte 0, within a value.")]
    [InlineData("a3616263", "The frame is not a message: an array was expected near byte 1, and there is String (0xa3).")]
    [InlineData("927f01", "Message number 127 is unknown.")]
    [InlineData("9140", "Message 64 (Welcome) does not belong here.")]
    [InlineData("9111", "CreditGrant: leases: the field is missing")]
    [InlineData("9211ff", "CreditGrant: leases: -1 is not between 0 and 1000000")]
    [InlineData("9211a131", "CreditGrant: leases: a whole number was expected near byte 3, and there is String (0xa1)")]
    [InlineData("92110100", "CreditGrant: end: 1 bytes follow")]
    [InlineData("9211dfffffffff", "CreditGrant: leases: a whole number was expected near byte 3, and there is Map (0xdf)")]
    [InlineData("9210c0", "ConsumerHello: consumer: there is nothing")]
    [InlineData("951401010093000100", "LeaseRelease: ranges: 3 numbers are no pairs of gap and length")]
    [InlineData("9514010100920000", "LeaseRelease: ranges: 0 is not between 1 and 10000000000")]
    [InlineData("951401010092ff01", "LeaseRelease: ranges: -1 is not between 0 and 10000000000")]
    public void A_refusal_names_message_and_field(string hex, string words)
    {
        var e = Assert.Throws<WireFormatException>(() => ClientMessageFormat.Read(Convert.FromHexString(hex)));

        Assert.Equal(words, e.Message);
    }

    [Fact]
    public void A_hello_without_the_magic_word_is_refused()
    {
        byte[] frame = Frame(5, (ref writer) =>
        {
            writer.Write(1);
            writer.Write("merlot");
            writer.Write(1);
            writer.Write(1);
            writer.Write("1.0");
        });

        var e = Assert.Throws<WireFormatException>(() => SessionFormat.TryRead(frame, out _));

        Assert.Equal("SessionHello: magic: it is not 'merlin'", e.Message);
    }

    [Fact]
    public void A_message_is_no_session_frame()
    {
        Assert.False(SessionFormat.TryRead(Frames.Of(new ConsumerGoodbye()), out SessionFrame? session));
        Assert.Null(session);
    }

    [Fact]
    public void Lists_that_only_fill_memory_are_refused()
    {
        byte[] frame = Frame(3, (ref writer) =>
        {
            writer.Write(39);
            writer.Write(1);
            writer.WriteArrayHeader(WireLimits.Elements + 1);
            writer.WriteRaw(Enumerable.Repeat((byte)0xa0, WireLimits.Elements + 1).ToArray());
        });

        var e = Assert.Throws<WireFormatException>(() => ClientMessageFormat.Read(frame));

        Assert.Equal("QueuePurge: queue: the lists up to here have more than 2097152 elements", e.Message);
    }

    [Fact]
    public void Columns_of_different_lengths_are_refused()
    {
        byte[] frame = Frame(7, (ref writer) =>
        {
            writer.Write(19);
            writer.Write(1);
            writer.Write(1);
            writer.Write(0);
            writer.Write(1);
            writer.WriteArrayHeader(0);
            writer.WriteArrayHeader(7);
            writer.WriteArrayHeader(2);
            writer.Write(5);
            writer.Write(1);
            writer.WriteArrayHeader(1);
            writer.Write(1);
            for (int column = 0; column < 5; column++)
            {
                writer.Write(0);
            }
        });

        var e = Assert.Throws<WireFormatException>(() => ClientMessageFormat.Read(frame));

        Assert.Equal("TaskReport: outcome: the column has 1 numbers, and there are 2 tasks", e.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    public void A_report_without_a_known_outcome_is_refused(int outcome)
    {
        var record = new TaskRecord(0, (TaskOutcome)outcome, 0, 0, 0, 0, 0);
        byte[] frame = Frames.Of(new TaskReport(new LeaseId(1), new ArrayId(new StudyId(1), 0), 1, [record], []));

        Assert.Throws<WireFormatException>(() => ClientMessageFormat.Read(frame));
    }

    [Fact]
    public void A_name_that_no_reader_takes_is_not_written()
    {
        var hello = new ConsumerHello(new ConsumerId("c"), new string('n', WireLimits.NameLength + 1), "h", [], 1, false, []);

        var e = Assert.Throws<WireFormatException>(() => Frames.Of(hello));

        Assert.StartsWith("ConsumerHello: name has 4097 characters; the most is 4096: 'nnn", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_reason_is_cut()
    {
        var read = (ConsumerStop)BrokerMessageFormat.Read(Frames.Of(new ConsumerStop(new string('r', 100_000))));

        Assert.Equal(WireLimits.TextLength, read.Reason.Length);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 9, 1)]
    [InlineData(2, 9, null)]
    [InlineData(0, 0, null)]
    public void The_highest_common_version_is_spoken(int lowest, int highest, int? common) =>
        Assert.Equal(common, ProtocolVersion.Common(lowest, highest));

    private static byte[] Frame(int length, Fields fields)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(length);
        fields(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
