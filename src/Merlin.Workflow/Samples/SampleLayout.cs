using System.Globalization;

namespace Merlin.Workflow.Samples;

/// <summary>
/// The directory hierarchy of samples as arithmetic: sample i lies in the directory named by the digits of i to the
/// base of <c>level_max_dirs</c>. No tree is ever built.
/// </summary>
/// <remarks>
/// The number of digits is fixed when a study is submitted. Samples that are added later may pass the highest index that
/// so many digits can name; then the first digit grows beyond the base, and in the end becomes longer than the others.
/// </remarks>
public sealed class SampleLayout
{
    private readonly int _width;
    private readonly Int128 _usualReach;

    /// <summary>The layout for a number of samples.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="levelMaxDirs">Entries a directory may have, at least 2.</param>
    /// <param name="added">Samples that were added after the depth had been fixed for <paramref name="count"/>.</param>
    public SampleLayout(long count, int levelMaxDirs, long added = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levelMaxDirs, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(added);
        Count = count + added;
        LevelMaxDirs = levelMaxDirs;
        _width = levelMaxDirs.ToString(CultureInfo.InvariantCulture).Length;
        Int128 reach = 1;
        Int128 first = 1;
        for (; count > 1 && reach < count; reach *= levelMaxDirs)
        {
            first = reach;
            Levels++;
        }

        // What the first digit is worth, times the first value that does not fit its usual width.
        _usualReach = first * Int128.Parse("1" + new string('0', _width), CultureInfo.InvariantCulture);
    }

    /// <summary>Number of samples.</summary>
    public long Count { get; }

    /// <summary>Entries a directory may have.</summary>
    public int LevelMaxDirs { get; }

    /// <summary>Number of directory levels; 0 for at most one sample, which lives in the node's own workspace.</summary>
    public int Levels { get; }

    /// <summary>Length in characters of the longest path; all are as long unless samples were added.</summary>
    public int PathLength => PathLengthOf(Math.Max(0, Count - 1));

    /// <summary>Length in characters of one sample's path.</summary>
    public int PathLengthOf(long index)
    {
        int length = (Levels * (_width + 1)) - 1;
        for (Int128 reach = _usualReach; index >= reach; reach *= 10)
        {
            length++;
        }

        return Levels == 0 ? 0 : length;
    }

    /// <summary>How many directories all samples have together, on all levels.</summary>
    public long Directories
    {
        get
        {
            long sum = 0;
            long onLevel = Count;
            for (int level = 0; level < Levels; level++)
            {
                sum += onLevel;
                onLevel = (onLevel + LevelMaxDirs - 1) / LevelMaxDirs;
            }

            return sum;
        }
    }

    /// <summary>The glob that matches every sample's directory, with a trailing slash; empty without levels.</summary>
    public string GlobPath => string.Concat(Enumerable.Repeat("*/", Levels));

    /// <summary>The path of one sample, without a slash at either end; empty without levels.</summary>
    public string Path(long index) => string.Create(PathLengthOf(index), (this, index), static (target, state) =>
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
    /// <param name="target">Receives up to <see cref="PathLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WritePath(long index, Span<byte> target)
    {
        if (Levels == 0)
        {
            return 0;
        }

        int length = PathLengthOf(index);
        int end = length;
        for (int level = Levels - 1; level > 0; level--)
        {
            end = WriteDigit(index % LevelMaxDirs, target, end, end - _width);
            target[--end] = (byte)'/';
            index /= LevelMaxDirs;
        }

        WriteDigit(index, target, end, 0);
        return length;
    }

    /// <summary>Writes a digit in decimal into the bytes before <paramref name="end"/>, with zeros from <paramref name="start"/> on.</summary>
    /// <returns>Where it starts.</returns>
    private static int WriteDigit(long digit, Span<byte> target, int end, int start)
    {
        for (; end > start; digit /= 10)
        {
            target[--end] = (byte)('0' + (digit % 10));
        }

        return end;
    }
}
