using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Merlin.Flux;

/// <summary>Follows one process from its start to its end, by the answers of its broker.</summary>
internal sealed class RemoteStart
{
    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<WaitStatus> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<RemoteOutput> _output = Channel.CreateUnbounded<RemoteOutput>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private RemoteStart()
    {
    }

    public static async Task<RemoteProcess> StartAsync(
        FluxHandle flux, BrokerRank rank, RemoteCommand command, CancellationToken cancellation)
    {
        var start = new RemoteStart();
        _ = start.FollowAsync(flux.StreamAsync(
            RemoteRequests.Start, RemoteRequests.StartRequest(command), rank, cancelTopic: null, CancellationToken.None));
        int process = await start._started.Task.WaitAsync(cancellation);
        return new RemoteProcess(flux, rank, process, start._ended.Task, start._output.Reader);
    }

    private async Task FollowAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> answers)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> answer in answers)
            {
                JsonText.Understand(RemoteRequests.Start, JsonText.Read(RemoteRequests.Start, answer), Take);
            }

            End(JsonText.Malformed(RemoteRequests.Start));
        }
        catch (Exception lost) when (lost is FluxException or ObjectDisposedException)
        {
            End(lost);
        }
    }

    private bool Take(JsonElement answer)
    {
        switch (JsonText.Member(RemoteRequests.Start, answer, "type").GetString())
        {
            case "started":
                _started.TrySetResult(JsonText.Member(RemoteRequests.Start, answer, "pid").GetInt32());
                break;
            case "finished":
                _ended.TrySetResult(new WaitStatus(JsonText.Member(RemoteRequests.Start, answer, "status").GetInt32()));
                break;
            case "output":
                TakeOutput(JsonText.Member(RemoteRequests.Start, answer, "io"));
                break;
            default:
                // It was stopped, or its input has room: nobody here asked.
                break;
        }

        return _ended.Task.IsCompleted;
    }

    // {"stream":"stdout","rank":"0","data"?:…,"encoding"?:"base64","eof"?:true} (RFC 24)
    private void TakeOutput(JsonElement io)
    {
        if (JsonText.Optional(io, "data") is not { } data)
        {
            return;
        }

        bool isError = JsonText.Member(RemoteRequests.Start, io, "stream").GetString() is "stderr";
        byte[] bytes = JsonText.Optional(io, "encoding")?.GetString() is "base64"
            ? data.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(data.GetString() ?? "");
        _output.Writer.TryWrite(new RemoteOutput(isError, bytes));
    }

    // The regular end completes what is complete already.
    private void End(Exception reason)
    {
        _started.TrySetException(reason);
        _ended.TrySetException(reason);
        _output.Writer.TryComplete();
    }
}
