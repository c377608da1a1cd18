using Merlin.MessagePack;

namespace Merlin.Broker.Wire.Format;

/// <summary>Reads the fields of one message, and knows at each moment which one, for the error's words.</summary>
internal ref struct FieldReader
{
    private readonly string _message;
    private MessagePackReader _reader;
    private string _field;
    private int _left;
    private long _elements;

    public FieldReader(string message, MessagePackReader reader, int fields)
    {
        _message = message;
        _reader = reader;
        _field = "";
        _left = fields;
        _elements = 0;
    }

    /// <summary>Whether there are more fields (or elements) here: an older writer may send fewer.</summary>
    public readonly bool More => _left > 0;

    /// <summary>How many fields (or elements) there are still here.</summary>
    public readonly int Left => _left;

    /// <summary>How many bytes are left of the frame.</summary>
    public readonly int Remaining => _reader.Remaining;

    /// <summary>The error that the present field is not right.</summary>
    public readonly WireFormatException Fault(string what) => new($"{_message}: {_field}: {what}");

    /// <summary>The error that the bytes of the present field are not right.</summary>
    public readonly WireFormatException Fault(MessagePackSerializationException reason) =>
        new($"{_message}: {_field}: {reason.Message}", reason);

    /// <summary>Passes over what a newer writer sent, and checks that nothing follows.</summary>
    public void Finish()
    {
        PassRest();
        if (!_reader.End)
        {
            _field = "end";
            throw Fault($"{_reader.Remaining} bytes follow");
        }
    }

    /// <summary>Steps into a field that is an array.</summary>
    /// <returns>What <see cref="Leave"/> is to be given.</returns>
    public int Enter(string field)
    {
        Next(field);
        int outside = _left;
        _left = _reader.ReadArrayHeader();
        return outside;
    }

    /// <summary>Steps into a field that is a list.</summary>
    /// <param name="field">The field.</param>
    /// <param name="most">How many elements it may have.</param>
    /// <param name="leastBytes">How many bytes an element has at least; a list that the frame cannot hold is refused.</param>
    /// <param name="count">How many elements follow.</param>
    /// <returns>What <see cref="Leave"/> is to be given.</returns>
    public int EnterList(string field, int most, int leastBytes, out int count)
    {
        int outside = Enter(field);
        count = _left;
        if (count > most)
        {
            throw Fault($"{count} elements are more than {most}");
        }

        if ((long)count * leastBytes > _reader.Remaining)
        {
            throw Fault($"{count} elements are announced, and {_reader.Remaining} bytes are left");
        }

        _elements += count;
        if (_elements > WireLimits.Elements)
        {
            throw Fault($"the lists up to here have more than {WireLimits.Elements} elements");
        }

        return outside;
    }

    /// <summary>Steps out of an array, over what a newer writer put at its end.</summary>
    public void Leave(int outside)
    {
        PassRest();
        _left = outside;
    }

    /// <summary>Whether the next field is one number instead of an array.</summary>
    public readonly bool NextIsNumber => More && _reader.NextMessagePackType == MessagePackType.Integer;

    /// <summary>Reads nil if it comes next; counts as the field then.</summary>
    public bool TryNil(string field)
    {
        Next(field);
        if (_reader.TryReadNil())
        {
            return true;
        }

        _left++;
        return false;
    }

    public long Number(string field, long least = 0, long most = long.MaxValue)
    {
        Next(field);
        long value = _reader.ReadInt64();
        return value >= least && value <= most ? value : throw Fault($"{value} is not between {least} and {most}");
    }

    public int Int(string field, int least = 0, int most = int.MaxValue) => (int)Number(field, least, most);

    public long? OptionalNumber(string field, long least = 0, long most = long.MaxValue) =>
        TryNil(field) ? null : Number(field, least, most);

    public double Real(string field)
    {
        Next(field);
        return _reader.ReadDouble();
    }

    public bool Flag(string field)
    {
        Next(field);
        return _reader.ReadBoolean();
    }

    public ReadOnlyMemory<byte> Bytes(string field)
    {
        Next(field);
        return _reader.ReadBytes() is { } bytes ? bytes.First : throw Fault("there is nothing");
    }

    public string Name(string field) => OptionalName(field) ?? throw Fault("there is nothing");

    public string? OptionalName(string field) => OptionalString(field, WireLimits.NameLength);

    public string Text(string field) => OptionalText(field) ?? throw Fault("there is nothing");

    public string? OptionalText(string field) => OptionalString(field, WireLimits.TextLength);

    public TEnum Choice<TEnum>(string field)
        where TEnum : struct, Enum
    {
        int number = Int(field);
        var value = (TEnum)Enum.ToObject(typeof(TEnum), number);
        return Enum.IsDefined(value) ? value : throw Fault($"{number} has no meaning");
    }

    public long Micros(string field) => Number(field, 0, WireLimits.LastMicros);

    public Instant Time(string field) => new(Micros(field));

    public Instant? OptionalTime(string field) => TryNil(field) ? null : Time(field);

    public TimeSpan Span(string field) =>
        new(Number(field, 0, WireLimits.LongestMicros) * TimeSpan.TicksPerMicrosecond);

    public TimeSpan? OptionalSpan(string field) => TryNil(field) ? null : Span(field);

    private void Next(string field)
    {
        _field = field;
        if (_left == 0)
        {
            throw Fault("the field is missing");
        }

        _left--;
    }

    private void PassRest()
    {
        for (; _left > 0; _left--)
        {
            _field = "a later field";
            _reader.Skip();
        }
    }

    // UTF-8 needs at most three bytes for a UTF-16 unit: a longer text is refused before it is made.
    private string? OptionalString(string field, int most)
    {
        Next(field);
        if (_reader.PeekStringLength() > 3 * most)
        {
            throw Fault($"the text is longer than {most} characters");
        }

        string? value = _reader.ReadString();
        return value is null || value.Length <= most ? value : throw Fault($"the text is longer than {most} characters");
    }
}
