using System.Text;
using Merlin.Broker;
using Merlin.Worker.Packing.Format;

namespace Merlin.Worker.Tests.Packing;

/// <summary>A directory with one pack in it, and a writer for that.</summary>
internal sealed class PackSite : IDisposable
{
    public static readonly PackedNode Node = new("sim", "sim", "sim.out", "sim.err", "sim.restart.out", "sim.restart.err");
    private readonly RecordDraft _draft = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("merlin-pack-").FullName;

    public string Pack => Path.Combine(Directory, "wk-0.pack");

    public string Index => Path.Combine(Directory, "wk-0.index");

    /// <summary>Writes a pack of some records and closes it.</summary>
    public void Write(params ReadOnlySpan<(long Index, TaskOutcome Outcome, string Output)> records)
    {
        using PackWriter writer = PackWriter.TryCreate(Pack, out int error) ?? throw new IOException($"errno {error}");
        foreach ((long index, TaskOutcome outcome, string output) in records)
        {
            Assert.Equal(0, writer.Append(Node, Frame(index, outcome, output)));
        }
    }

    public Span<byte> Frame(long index, TaskOutcome outcome, string output)
    {
        _draft.Begin();
        byte[] text = Encoding.UTF8.GetBytes(output);
        text.CopyTo(_draft.ContentRoom(text.Length));
        _draft.Advance(text.Length);
        _draft.Add(PackedPartKind.Output, default, 0, 0, text.Length);
        return _draft.Complete(index, attempt: 0, outcome, RecordFlags.None, code: 0, startMicros: 1_000_000, durationMicros: 5);
    }

    /// <summary>The tasks of which there are sound records, and what they printed.</summary>
    public (string Text, IReadOnlyList<PackDamage> Damages) Read()
    {
        using PackReader reader = new PackReader(Pack, new OpenPacks());
        var text = new StringBuilder();
        foreach (PackEntry entry in reader.ReadNew())
        {
            if (reader.Read(entry) is { } record)
            {
                text.Append(record.Index).Append('=').Append(Encoding.UTF8.GetString(record.Stream(error: false).Span)).Append(' ');
            }
        }

        return (text.ToString().TrimEnd(), reader.Damages);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
