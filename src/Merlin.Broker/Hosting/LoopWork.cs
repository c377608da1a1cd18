namespace Merlin.Broker.Hosting;

/// <summary>Something that the host's loop does between two turns.</summary>
internal abstract class LoopWork
{
    /// <summary>Does it; called on the loop's thread.</summary>
    public abstract void Run();

    /// <summary>Called instead of <see cref="Run"/> when the loop has ended.</summary>
    public virtual void Abandon(Exception reason)
    {
    }
}
