namespace Merlin.Broker.Storage;

/// <summary>The numbers of jobs one after the other, each as its distance from the one before.</summary>
/// <remarks>
/// The upper forty bits of a number are the milliseconds at which it was given, the lower ones who gave it and how many it
/// gave in that millisecond (RFC 19). Both change little from one job to the next, but not together.
/// </remarks>
internal struct JobSequence
{
    private const int LowerBits = 24;
    private const long LowerLimit = 1L << LowerBits;
    private const long UpperLimit = 1L << (64 - LowerBits);

    private long _upper;
    private long _lower;

    public void Write(ulong number, BlobWriter writer)
    {
        long upper = (long)(number >> LowerBits);
        long lower = (long)(number & (LowerLimit - 1));
        writer.Signed(upper - _upper);
        writer.Signed(lower - _lower);
        (_upper, _lower) = (upper, lower);
    }

    /// <exception cref="InvalidDataException">There is no such number.</exception>
    public ulong Read(ref BlobReader reader)
    {
        _upper += reader.Signed();
        _lower += reader.Signed();
        return _upper is >= 0 and < UpperLimit && _lower is >= 0 and < LowerLimit
            ? ((ulong)_upper << LowerBits) | (ulong)_lower
            : throw new InvalidDataException("A job has no number that there is.");
    }
}
