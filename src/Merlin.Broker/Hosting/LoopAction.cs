namespace Merlin.Broker.Hosting;

/// <summary>An action of which nobody waits for the end, such as taking a message in.</summary>
internal sealed class LoopAction(Action action) : LoopWork
{
    public override void Run() => action();
}
