using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Owns a flux_watcher_t. Disposed of by the thread of its reactor.</summary>
internal sealed class WatcherHandle : SafeHandle
{
    public WatcherHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        WatcherImports.Destroy(handle);
        return true;
    }
}
