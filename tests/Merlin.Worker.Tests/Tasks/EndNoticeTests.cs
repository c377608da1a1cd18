using Merlin.Worker.Tasks;

namespace Merlin.Worker.Tests.Tasks;

/// <summary>Whoever sees a task die of a SIGTERM learns whether it was meant for the worker too.</summary>
public sealed class EndNoticeTests
{
    [Fact]
    public void A_worker_that_nobody_ends_has_no_notice() => Assert.False(new EndNotice().IsGivenSoon());

    [Fact]
    public async Task A_notice_that_comes_after_the_death_of_a_task_counts()
    {
        var notice = new EndNotice();
        using var asks = new SemaphoreSlim(0);
        Task<bool> asked = Task.Factory.StartNew(
            () =>
            {
                asks.Release();
                return notice.IsGivenSoon();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await asks.WaitAsync();

        notice.Give();

        Assert.True(await asked);
    }
}
