using System.Text;
using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

[Collection(SharedFluxCollection.Name)]
public sealed class ProcessTests(SharedFlux shared)
{
    private const int Terminate = 15;
    private static readonly BrokerRank Second = new(2);

    [FluxFact]
    public async Task A_process_on_another_broker_is_started_relayed_and_ended()
    {
        await using FluxHandle flux = await OpenAsync();
        RemoteProcess process = await flux.Processes.StartAsync(
            Second,
            Shell("flux getattr rank; printf 'no end' >&2; printf '\\377' ; exit 7") with { RelaysOutput = true }).Within();
        Assert.True(process.Id > 0);
        Assert.Equal(Second, process.Rank);
        Assert.Equal(7, (await process.Ended.Within()).ExitCode);
        List<RemoteOutput> output = await process.Output.ReadAllAsync().AllAsync();
        Assert.Equal([.. "2\n"u8, 0xff], output.Where(part => !part.IsError).SelectMany(part => part.Bytes.ToArray()));
        Assert.Equal("no end", Encoding.UTF8.GetString([.. output.Where(part => part.IsError).SelectMany(part => part.Bytes.ToArray())]));
    }

    [FluxFact]
    public async Task A_signal_ends_a_process()
    {
        await using FluxHandle flux = await OpenAsync();
        RemoteProcess process = await flux.Processes.StartAsync(Second, Shell("exec sleep 1000000")).Within();
        Assert.False(process.Ended.IsCompleted);
        await process.KillAsync(Terminate).Within();
        WaitStatus status = await process.Ended.Within();
        Assert.Equal((Terminate, 128 + Terminate), (status.Signal, status.ShellCode));
        Assert.Null(status.ExitCode);
        await Assert.ThrowsAsync<FluxException>(() => process.KillAsync(Terminate).Within());
    }

    [FluxFact]
    public async Task A_program_that_is_not_there_is_a_failure_to_start()
    {
        await using FluxHandle flux = await OpenAsync();
        FluxException failure = await Assert.ThrowsAsync<FluxException>(() => flux.Processes.StartAsync(
            Second, Shell("") with { Command = ["/no/such/program"] }).Within());
        Assert.Equal(FluxErrno.NoEntry, failure.Errno);
        Assert.NotEmpty(failure.Words);
    }

    [FluxFact]
    public async Task A_broker_that_is_not_there_starts_nothing()
    {
        await using FluxHandle flux = await OpenAsync();
        FluxException failure = await Assert.ThrowsAsync<FluxException>(
            () => flux.Processes.StartAsync(new BrokerRank(99), Shell("true")).Within());
        Assert.Equal(FluxErrno.HostUnreachable, failure.Errno);
    }

    [FluxFact]
    public async Task Processes_end_with_the_handle_that_started_them()
    {
        FluxHandle flux = await OpenAsync();
        RemoteProcess process = await flux.Processes.StartAsync(
            BrokerRank.Leader, Shell("exec sleep 1000000")).Within();
        await flux.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => process.Ended.Within());

        await using FluxHandle other = await OpenAsync();
        RemoteProcess watcher = await other.Processes.StartAsync(
            BrokerRank.Leader, Shell($"while kill -0 {process.Id} 2> /dev/null; do sleep 0.05; done")).Within();
        Assert.True((await watcher.Ended.Within()).Succeeded);
    }

    private static RemoteCommand Shell(string command) => new()
    {
        Command = ["sh", "-c", command],
        Directory = "/",
        Environment = Samples.Environment,
    };

    private async Task<FluxHandle> OpenAsync() => await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri)).Within();
}
