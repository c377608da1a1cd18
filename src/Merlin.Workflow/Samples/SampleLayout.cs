using System.Globalization;

namespace Merlin.Workflow.Samples;

/// <summary>
/// The directory hierarchy of samples as arithmetic: sample i lies in the directory named by the digits of i to the
/// base of <c>level_max_dirs</c>. No tree is ever built.
/// </summary>
public sealed class SampleLayout
{
    private readonly int _width;

    /// <summary>The layout for a number of samples.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="levelMaxDirs">Entries a directory may have, at least 2.</param>
    public SampleLayout(long count, int levelMaxDirs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levelMaxDirs, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        LevelMaxDirs = levelMaxDirs;
        _width = levelMaxDirs.ToString(CultureInfo.InvariantCulture).Length;
        for (Int128 reach = 1; count > 1 && reach < count; reach *= levelMaxDirs)
        {
            Levels++;
        }
    }

    /// <summary>Number of samples.</summary>
    public long Count { get; }

    /// <summary>Entries a directory may have.</summary>
    public int LevelMaxDirs { get; }

    /// <summary>Number of directory levels; 0 for at most one sample, which lives in the node's own workspace.</summary>
    public int Levels { get; }

    /// <summary>Length in characters of every sample's path.</summary>
    public int PathLength => Levels == 0 ? 0 : (Levels * (_width + 1)) - 1;

    /// <summary>The glob that matches every sample's directory, with a trailing slash; empty without levels.</summary>
    public string GlobPath => string.Concat(Enumerable.Repeat("*/", Levels));

    /// <summary>The path of one sample, without a slash at either end; empty without levels.</summary>
    public string Path(long index) => string.Create(PathLength, (this, index), static (target, state) =>
    {
        Span<byte> ascii = stackalloc byte[target.Length];
        state.Item1.WritePath(state.index, ascii);
        for (int i = 0; i < ascii.Length; i++)
        {
            target[i] = (char)ascii[i];
        }
    });

    /// <summary>Writes the path of one sample as ASCII.</summary>
    /// <param name="index">The sample.</param>
    /// <param name="target">Receives <see cref="PathLength"/> bytes.</param>
    public void WritePath(long index, Span<byte> target)
    {
        int end = PathLength;
        for (int level = Levels - 1; level >= 0; level--)
        {
            long digit = index % LevelMaxDirs;
            index /= LevelMaxDirs;
            for (int i = 0; i < _width; i++)
            {
                target[--end] = (byte)('0' + (digit % 10));
                digit /= 10;
            }

            if (level > 0)
            {
                target[--end] = (byte)'/';
            }
        }
    }
}
