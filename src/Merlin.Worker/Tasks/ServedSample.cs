using System.Buffers;

namespace Merlin.Worker.Tasks;

/// <summary>What goes between a task and the simulation that serves it. It goes from hand to hand with its <see cref="TaskRun"/>.</summary>
internal sealed class ServedSample
{
    private const int FirstRoom = 256;
    private readonly ArrayBufferWriter<byte> _results = new(FirstRoom);

    /// <summary>What the simulation is asked, a line.</summary>
    public ArrayBufferWriter<byte> Request { get; } = new(FirstRoom);

    /// <summary>The results that it answered with, a JSON object; empty for none.</summary>
    public ReadOnlySpan<byte> Results => _results.WrittenSpan;

    /// <summary>What it did that it must not, in words; null while it did not.</summary>
    public string? Complaint { get; set; }

    /// <summary>Keeps results.</summary>
    public void TakeResults(ReadOnlySpan<byte> results)
    {
        _results.ResetWrittenCount();
        _results.Write(results);
    }

    /// <summary>Forgets what was answered.</summary>
    public void Clear()
    {
        _results.ResetWrittenCount();
        Complaint = null;
    }
}
