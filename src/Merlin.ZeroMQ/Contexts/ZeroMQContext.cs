namespace Merlin.ZeroMQ;

/// <summary>The threads and the inproc addresses that a group of sockets has in common. May be used from any thread.</summary>
public sealed class ZeroMQContext : IDisposable
{
    // libzmq's own default is 1023, which a busy program reaches.
    private const int SocketLimit = 65_535;

    /// <summary>Makes a context.</summary>
    /// <param name="ioThreads">How many threads move bytes, encrypt and decrypt.</param>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public ZeroMQContext(int ioThreads)
    {
        ZeroMQLibrary.EnsureLoaded();
        Handle = new ContextHandle();
        Checked.Result(ContextImports.Set(Handle, ContextImports.IoThreads, ioThreads), "zmq_ctx_set");
        Checked.Result(ContextImports.Set(Handle, ContextImports.MaxSockets, SocketLimit), "zmq_ctx_set");
    }

    internal ContextHandle Handle { get; }

    /// <summary>
    /// Ends the context's threads; waits until what closed sockets linger for is sent. A socket that is still open puts
    /// this off until it is closed.
    /// </summary>
    public void Dispose() => Handle.Dispose();
}
