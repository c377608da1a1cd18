using System.Buffers;
using Merlin.MessagePack;

namespace Merlin.Broker.Wire.Format;

/// <summary>Writes the fields of one message.</summary>
internal ref struct FieldWriter
{
    private readonly FrameKind _kind;
    private MessagePackWriter _writer;

    public FieldWriter(FrameKind kind, int fields, IBufferWriter<byte> output)
    {
        _kind = kind;
        _writer = new MessagePackWriter(output);
        _writer.WriteArrayHeader(1 + fields);
        _writer.Write((int)kind);
    }

    public void Begin(int fields) => _writer.WriteArrayHeader(fields);

    public void Nil() => _writer.WriteNil();

    public void Number(long value) => _writer.Write(value);

    public void OptionalNumber(long? value)
    {
        if (value is { } number)
        {
            Number(number);
        }
        else
        {
            Nil();
        }
    }

    public void Real(double value) => _writer.Write(value);

    public void Flag(bool value) => _writer.Write(value);

    public void Bytes(ReadOnlySpan<byte> value) => _writer.Write(value);

    /// <summary>Writes a name or path; one that no reader would take is refused here.</summary>
    /// <exception cref="WireFormatException">It is too long.</exception>
    public void Name(string field, string? value)
    {
        if (value?.Length > WireLimits.NameLength)
        {
            throw new WireFormatException(
                $"{_kind}: {field} has {value.Length} characters; the most is {WireLimits.NameLength}: '{value[..40]}…'");
        }

        _writer.Write(value);
    }

    public void Names(string field, IReadOnlyList<string> values)
    {
        Begin(values.Count);
        foreach (string value in values)
        {
            Name(field, value);
        }
    }

    /// <summary>Writes words for a person, cut where they are endless.</summary>
    public void Text(string? value) =>
        _writer.Write(value?.Length > WireLimits.TextLength ? value[..WireLimits.TextLength] : value);

    public void Texts(IReadOnlyList<string> values)
    {
        Begin(values.Count);
        foreach (string value in values)
        {
            Text(value);
        }
    }

    /// <summary>Writes a point in time, or a microsecond count of one; what lies outside the calendar becomes its end.</summary>
    public void Time(long unixMicros) => Number(Math.Clamp(unixMicros, 0, WireLimits.LastMicros));

    public void OptionalTime(Instant? value)
    {
        if (value is { } time)
        {
            Time(time.UnixMicros);
        }
        else
        {
            Nil();
        }
    }

    /// <summary>Writes a span as microseconds. A span that a clock set back made negative has passed: it becomes 0.</summary>
    public void Span(TimeSpan value) => Number(Math.Max(0, value.Ticks / TimeSpan.TicksPerMicrosecond));

    public void OptionalSpan(TimeSpan? value)
    {
        if (value is { } span)
        {
            Span(span);
        }
        else
        {
            Nil();
        }
    }

    public void Flush() => _writer.Flush();
}
