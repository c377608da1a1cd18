namespace Merlin.Broker.Wire.Format;

/// <summary>Fields that hold several values.</summary>
internal static class FieldLists
{
    /// <summary>Writes a list of values with fields of their own: an array of arrays.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="items">The values.</param>
    /// <param name="fields">How many fields each of them has.</param>
    /// <param name="write">Writes these.</param>
    public static void List<T>(this ref FieldWriter writer, IReadOnlyList<T> items, int fields, FieldsWriter<T> write)
    {
        writer.Begin(items.Count);
        foreach (T item in items)
        {
            writer.Begin(fields);
            write(item, ref writer);
        }
    }

    /// <summary>Reads a list of values with fields of their own.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="field">The field, in the singular: it names the element in an error.</param>
    /// <param name="leastFields">How many fields each element has at least.</param>
    /// <param name="read">Reads these.</param>
    /// <param name="most">How many elements there may be.</param>
    public static T[] List<T>(
        this ref FieldReader reader, string field, int leastFields, FieldsReader<T> read, int most = int.MaxValue)
    {
        int outside = reader.EnterList(field, most, 1 + leastFields, out int count);
        var items = new T[count];
        for (int i = 0; i < count; i++)
        {
            int list = reader.Enter(field);
            items[i] = read(ref reader);
            reader.Leave(list);
        }

        reader.Leave(outside);
        return items;
    }

    public static string[] Names(this ref FieldReader reader, string field)
    {
        int outside = reader.EnterList(field, int.MaxValue, 1, out int count);
        var names = new string[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = reader.Name(field);
        }

        reader.Leave(outside);
        return names;
    }

    public static string[] Texts(this ref FieldReader reader, string field)
    {
        int outside = reader.EnterList(field, int.MaxValue, 1, out int count);
        var texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = reader.Text(field);
        }

        reader.Leave(outside);
        return texts;
    }

    public static void OptionalSpans(this ref FieldWriter writer, IReadOnlyList<TimeSpan?> spans)
    {
        writer.Begin(spans.Count);
        foreach (TimeSpan? span in spans)
        {
            writer.OptionalSpan(span);
        }
    }

    public static TimeSpan?[] OptionalSpans(this ref FieldReader reader, string field)
    {
        int outside = reader.EnterList(field, int.MaxValue, 1, out int count);
        var spans = new TimeSpan?[count];
        for (int i = 0; i < count; i++)
        {
            spans[i] = reader.OptionalSpan(field);
        }

        reader.Leave(outside);
        return spans;
    }

    public static void Numbers(this ref FieldWriter writer, IReadOnlyList<int> values)
    {
        writer.Begin(values.Count);
        foreach (int value in values)
        {
            writer.Number(value);
        }
    }

    public static int[] Numbers(this ref FieldReader reader, string field)
    {
        int outside = reader.EnterList(field, int.MaxValue, 1, out int count);
        var numbers = new int[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = reader.Int(field);
        }

        reader.Leave(outside);
        return numbers;
    }
}
