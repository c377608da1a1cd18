using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Owns a flux_future_t. Disposed of by the thread of its handle, before that is closed.</summary>
internal sealed class FutureHandle : SafeHandle
{
    public FutureHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>What a failed function on this future tells.</summary>
    /// <param name="function">The function or topic, for the message.</param>
    /// <param name="errno">The error number, taken right after the failure.</param>
    public FluxException Failure(string function, int errno) =>
        new(function, errno, Marshal.PtrToStringUTF8(FutureImports.ErrorText(this)) is { Length: > 0 } words
            ? words.TrimEnd('.', '\n')
            : ErrorImports.Describe(errno));

    protected override bool ReleaseHandle()
    {
        FutureImports.Destroy(handle);
        return true;
    }
}
