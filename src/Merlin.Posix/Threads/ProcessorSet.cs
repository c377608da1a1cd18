namespace Merlin.Posix;

/// <summary>A set of processors as the kernel numbers them. Immutable.</summary>
public sealed unsafe class ProcessorSet
{
    // More than any kernel is built for; a smaller mask than the kernel's is refused.
    private const int Most = 8192;
    private const int BitsPerByte = 8;
    private readonly byte[] _mask;

    private ProcessorSet(byte[] mask) => _mask = mask;

    /// <summary>A set of some processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is one that no kernel has.</exception>
    public static ProcessorSet Of(IEnumerable<int> processors)
    {
        byte[] mask = new byte[Most / BitsPerByte];
        foreach (int processor in processors)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(processor, nameof(processors));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(processor, Most, nameof(processors));
            mask[processor / BitsPerByte] |= (byte)(1 << (processor % BitsPerByte));
        }

        return new ProcessorSet(mask);
    }

    /// <summary>The processors that the calling thread may run on.</summary>
    /// <exception cref="PosixException">The system does not tell.</exception>
    public static ProcessorSet OfThread()
    {
        byte[] mask = new byte[Most / BitsPerByte];
        fixed (byte* bits = mask)
        {
            Checked.Result(AffinityImports.Get(0, (nuint)mask.Length, bits), "sched_getaffinity");
        }

        return new ProcessorSet(mask);
    }

    /// <summary>The processors.</summary>
    public IEnumerable<int> Processors => Enumerable.Range(0, Most).Where(Contains);

    /// <summary>Whether a processor is in it.</summary>
    public bool Contains(int processor) =>
        processor is >= 0 and < Most && (_mask[processor / BitsPerByte] & (1 << (processor % BitsPerByte))) != 0;

    /// <summary>Binds the calling thread to the set; processes that it starts are born with that.</summary>
    /// <returns>0, or the error number of the system's refusal.</returns>
    public int BindThread() => Bind(0);

    /// <summary>Binds another process's first thread to the set; what it starts from then on is born with that.</summary>
    /// <returns>0, or the error number of the system's refusal.</returns>
    public int Bind(int pid)
    {
        fixed (byte* bits = _mask)
        {
            return Checked.ErrorOf(AffinityImports.Set(pid, (nuint)_mask.Length, bits));
        }
    }
}
