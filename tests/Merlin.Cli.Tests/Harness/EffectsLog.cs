namespace Merlin.Cli.Tests.Harness;

/// <summary>The file to which the tasks of a study append a line for everything that they do.</summary>
public sealed class EffectsLog(string path)
{
    public string Path { get; } = path;

    /// <summary>The whole lines in it, which is cheap to ask for: only what came since is read.</summary>
    public int Count
    {
        get
        {
            if (!File.Exists(Path))
            {
                return 0;
            }

            using FileStream file = File.Open(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Position = _read;
            Span<byte> buffer = stackalloc byte[4096];
            for (int got = file.Read(buffer); got > 0; got = file.Read(buffer))
            {
                _lines += buffer[..got].Count((byte)'\n');
                _read += got;
            }

            return _lines;
        }
    }

    private long _read;
    private int _lines;

    public IReadOnlyList<Effect> Effects() =>
        File.Exists(Path) ? [.. File.ReadAllLines(Path).Select(Effect.Parse)] : [];
}
