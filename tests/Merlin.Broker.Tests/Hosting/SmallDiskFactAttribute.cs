namespace Merlin.Broker.Tests.Hosting;

/// <summary>A test that needs a file system of its own; skipped, with the reason, where mounting is not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool MayMount = Probe();

    public SmallDiskFactAttribute()
    {
        if (!MayMount)
        {
            Skip = "Mounting a small file system is not permitted here.";
        }
    }

    private static bool Probe()
    {
        using SmallDisk? disk = SmallDisk.TryMount(1);
        return disk is not null;
    }
}
