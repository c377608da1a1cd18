using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Workers;

public sealed class WorkerCommandTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task A_worker_takes_celerys_words_waits_for_its_broker_and_leaves_in_good_order_when_terminated() => AtAsync(async site =>
    {
        string directory = Directory.CreateDirectory(
            Path.Combine(site.Root, "s"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        RunningCommand worker = site.StartMerlin(
            "worker", "-n", "sim.%%h", "-Q", "[merlin]_a,[merlin]_b", "-c2", "-l", "INFO", "-Ofair", "--prefetch-multiplier", "1",
            "--walltime", "1:00:00", "--broker", $"ipc://{directory}/b");
        await Wait.UntilAsync(
            () => worker.SoFar.Error.Contains("no line to the broker", StringComparison.Ordinal) || worker.HasExited,
            () => worker.SoFar.ToString());
        await worker.SignalAsync("TERM");
        CommandResult result = await worker.EndWithoutInputAsync();

        result.Ended(0);
        Assert.Contains("Worker sim on ", result.Error, StringComparison.Ordinal);
        Assert.Contains("runs up to 2 tasks at a time from [merlin]_a, [merlin]_b", result.Error, StringComparison.Ordinal);
        Assert.Contains(
            "mean nothing here and are ignored: --optimization, --prefetch-multiplier.", result.Error, StringComparison.Ordinal);
        Assert.Contains("has left in good order", result.Error, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("-l LOUD", "'LOUD' is not a log level")]
    [InlineData("-c0", "--concurrency must be at least 1")]
    [InlineData("--walltime tomorrow", "--walltime takes seconds")]
    public Task Wrong_words_are_told(string words, string message) => AtAsync(async site =>
        Assert.Contains(
            message, (await site.MerlinAsync(["worker", .. words.Split(' ')])).Ended(2).Error, StringComparison.Ordinal));
}
