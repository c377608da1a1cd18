using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>
/// A request on its way: a future of libflux, and what its answers complete. All of it happens on the reactor's thread.
/// </summary>
/// <remarks>
/// It lives until its last answer has come or the connection ends, also when nobody waits for it any more: a future that
/// is destroyed early would leave its match tag taken for as long as the handle is open.
/// </remarks>
internal abstract unsafe class PendingFuture
{
    private GCHandle _self;

    /// <summary>Called when the last answer has come.</summary>
    public Action<PendingFuture>? Ended { private get; set; }

    /// <summary>The future, from <see cref="Begin"/> to the end.</summary>
    protected FutureHandle? Future { get; private set; }

    /// <summary>Sends the request.</summary>
    public void Begin(BrokerHandle broker)
    {
        FutureHandle? future = null;
        try
        {
            future = Send(broker);
            Listen(future);
        }
#pragma warning disable CA1031 // see TakeOne
        catch (Exception failure)
#pragma warning restore CA1031
        {
            future?.Dispose();
            Close(failure);
        }
    }

    /// <summary>Ends it for a reason that has nothing to do with the request.</summary>
    public void Abandon(Exception reason) => Close(reason);

    /// <summary>Takes a future that a function gave, or throws what it failed with.</summary>
    /// <param name="future">What the function gave.</param>
    /// <param name="function">The function or topic, for the message.</param>
    /// <param name="errno">The error number, taken right after the function was called.</param>
    internal static FutureHandle Checked(FutureHandle future, string function, int errno)
    {
        if (!future.IsInvalid)
        {
            return future;
        }

        future.Dispose();
        throw new FluxException(function, errno, ErrorImports.Describe(errno));
    }

    /// <summary>Makes the future; the caller owns it.</summary>
    /// <exception cref="FluxException">It could not be sent.</exception>
    protected abstract FutureHandle Send(BrokerHandle broker);

    /// <summary>Takes an answer, or the failure in its stead.</summary>
    /// <returns>Whether more are to come.</returns>
    protected abstract bool Take(FutureHandle future);

    /// <summary>Completes what waits; <paramref name="reason"/> is null after the last answer.</summary>
    protected abstract void Complete(Exception? reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnReady(nint future, nint argument) =>
        ((PendingFuture)GCHandle.FromIntPtr(argument).Target!).TakeOne();

    private void Listen(FutureHandle future)
    {
        _self = GCHandle.Alloc(this);
        if (FutureImports.Then(future, FutureImports.NoTimeout, &OnReady, GCHandle.ToIntPtr(_self)) == -1)
        {
            int errno = Marshal.GetLastPInvokeError();
            throw new FluxException("flux_future_then", errno, ErrorImports.Describe(errno));
        }

        Future = future;
    }

    // No exception may pass through the frames of libflux: whatever goes wrong here is the waiting task's.
    private void TakeOne()
    {
        try
        {
            if (Take(Future!))
            {
                FutureImports.Reset(Future!);
                return;
            }

            Close(null);
        }
#pragma warning disable CA1031 // as said
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Close(failure);
        }
    }

    private void Close(Exception? reason)
    {
        Complete(reason);
        Future?.Dispose();
        Future = null;
        if (_self.IsAllocated)
        {
            _self.Free();
        }

        Ended?.Invoke(this);
    }
}
