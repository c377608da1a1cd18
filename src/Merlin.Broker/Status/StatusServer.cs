using System.Net.Sockets;
using Merlin.Broker.Hosting;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>
/// Answers the questions of this user's other processes about the study that this process runs, over a Unix domain
/// socket in a directory that only the user can enter.
/// </summary>
/// <remarks>
/// A question that cannot be understood ends its line and harms nothing else. Each answer costs the broker's loop one
/// bounded read at most.
/// </remarks>
public sealed class StatusServer : IDisposable
{
    // Lines at a time; more are closed at once.
    private const int LineLimit = 64;

    private readonly CancellationTokenSource _stop = new();
    private readonly BrokerHost _host;
    private readonly string _stateDirectory;
    private readonly Endpoint _endpoint;
    private readonly Socket _listener;
    private int _openLines;

    private StatusServer(BrokerHost host, string stateDirectory, Endpoint endpoint, Socket listener)
    {
        _host = host;
        _stateDirectory = stateDirectory;
        _endpoint = endpoint;
        _listener = listener;
    }

    /// <summary>Starts to answer, and records in the workspace where. The caller holds the workspace's lock.</summary>
    /// <param name="host">The broker that runs the study.</param>
    /// <param name="stateDirectory">The workspace's <c>merlin_info/.state</c>.</param>
    /// <exception cref="StoreException">There is no place for the socket, or the workspace cannot be written.</exception>
    public static StatusServer Start(BrokerHost host, string stateDirectory)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Endpoint? endpoint = null;
        try
        {
            Endpoint.RemoveStale(stateDirectory);
            endpoint = Endpoint.Make();
            listener.Bind(new UnixDomainSocketEndPoint(endpoint.Socket));
            listener.Listen();
            endpoint.Write(stateDirectory);
            var server = new StatusServer(host, stateDirectory, endpoint, listener);
            _ = server.AcceptAsync();
            return server;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            listener.Dispose();
            endpoint?.Remove(stateDirectory);
            throw new StoreException(
                stateDirectory, "other programs cannot be told how the study stands: no socket can be made for it; check $XDG_RUNTIME_DIR and /tmp", e);
        }
    }

    /// <summary>Stops to answer and removes the socket.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _endpoint.Remove(_stateDirectory);
        _stop.Dispose();
    }

    private Task AcceptAsync()
    {
        CancellationToken stop = _stop.Token;
        return new LineAcceptor(_listener.AcceptAsync, line => _ = ServeAsync(line, stop), TimeProvider.System).RunAsync(stop);
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using var line = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (Interlocked.Increment(ref _openLines) <= LineLimit)
            {
                await AnswerAllAsync(line, stop);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // The asker has gone away or speaks something else, or the server was disposed of: closing the line tells enough.
        }
        finally
        {
            Interlocked.Decrement(ref _openLines);
        }
    }

    private async Task AnswerAllAsync(NetworkStream line, CancellationToken stop)
    {
        while (await StatusFrame.ReadAsync(line, StatusFrame.LargestRequest, stop) is { } frame)
        {
            StatusRequest request = StatusRequest.FromFrame(frame);
            await StatusFrame.WriteAsync(line, Answer(request), stop);
        }
    }

    private byte[] Answer(StatusRequest request)
    {
        var writer = new BlobWriter();
        writer.Byte(StatusFrame.Version);
        try
        {
            WriteAnswer(request, writer);
        }
        catch (Exception e) when (e is StoreException or ArgumentOutOfRangeException or HostFaultException)
        {
            writer.Clear();
            writer.Byte(StatusFrame.Version);
            writer.Byte((byte)StatusKind.Refused);
            writer.Text(e is ArgumentOutOfRangeException ? "the study has no such array" : e.Message);
        }

        return writer.Written.ToArray();
    }

    private void WriteAnswer(StatusRequest request, BlobWriter writer)
    {
        writer.Byte((byte)request.Kind);
        switch (request.Kind)
        {
            case StatusKind.Status:
                StudyStatusBytes.Write(_host.GetStatus() ?? throw NoStudy(), writer);
                break;
            case StatusKind.Tasks:
                TaskPageBytes.Write(_host.ReadPage(request.Ordinal, request.From), writer);
                break;
            default:
                writer.Bytes(_host.ReadPlan() ?? throw NoStudy());
                break;
        }
    }

    private StoreException NoStudy() => new(_stateDirectory, "the run has not submitted its study yet; ask again in a moment");
}
