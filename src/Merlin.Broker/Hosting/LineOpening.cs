namespace Merlin.Broker.Hosting;

/// <summary>A line that is to be opened; refused when the loop has ended.</summary>
internal sealed class LineOpening(MemoryChannel channel, Action open) : LoopWork
{
    public override void Run() => open();

    public override void Abandon(Exception reason) => channel.Refuse(reason);
}
