using System.Buffers;
using System.Text;

namespace Merlin.Workflow.Samples;

/// <summary>The values of one sample as UTF-8 texts, in a buffer that is used again for the next sample.</summary>
public sealed class SampleRow
{
    private readonly ArrayBufferWriter<byte> _text = new(256);
    private readonly List<int> _ends = [];

    /// <summary>Number of values.</summary>
    public int Columns => _ends.Count;

    /// <summary>The text of one value.</summary>
    public ReadOnlySpan<byte> this[int column] =>
        _text.WrittenSpan[(column == 0 ? 0 : _ends[column - 1]).._ends[column]];

    /// <summary>The text of one value as a string.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(this[column]);

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        _text.ResetWrittenCount();
        _ends.Clear();
    }

    /// <summary>Where the text of the value being added is written; <see cref="EndValue"/> completes it.</summary>
    public IBufferWriter<byte> Writer => _text;

    /// <summary>Completes a value: everything written since the last one is its text.</summary>
    public void EndValue() => _ends.Add(_text.WrittenCount);
}
