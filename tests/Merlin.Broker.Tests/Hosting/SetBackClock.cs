namespace Merlin.Broker.Tests.Hosting;

/// <summary>The system's clock, whose calendar time somebody may set back.</summary>
internal sealed class SetBackClock : TimeProvider
{
    private long _backTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(-Volatile.Read(ref _backTicks));

    public void SetBack(TimeSpan span) => Volatile.Write(ref _backTicks, span.Ticks);
}
