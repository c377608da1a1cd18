using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>
/// Owns a flux_t. It is closed by the thread that opened it, after every future and watcher made on it is destroyed.
/// </summary>
internal sealed class BrokerHandle : SafeHandle
{
    public BrokerHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        HandleImports.Close(handle);
        return true;
    }
}
