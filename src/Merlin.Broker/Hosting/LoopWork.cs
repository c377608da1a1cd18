namespace Merlin.Broker.Hosting;

/// <summary>Something that the host's loop does.</summary>
internal abstract class LoopWork
{
    /// <summary>How much of a turn's bound on bytes it takes.</summary>
    public virtual int Bytes => 0;

    /// <summary>
    /// Whether it is done when the turn's changes are durable, since it looks at scheduler and store together: only then
    /// do these say the same.
    /// </summary>
    public virtual bool AfterCommit => false;

    /// <summary>Does it; called on the loop's thread.</summary>
    public abstract void Run();

    /// <summary>Called instead of <see cref="Run"/> when the loop has ended.</summary>
    public virtual void Abandon(Exception reason)
    {
    }
}
