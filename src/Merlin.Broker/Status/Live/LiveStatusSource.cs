using System.Net.Sockets;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>The view of a study that another process runs, asked over that process's socket.</summary>
internal sealed class LiveStatusSource : IStudyStatusSource
{
    // Milliseconds after which a process that does not answer counts as gone.
    private const int AnswerLimit = 10_000;

    private readonly string _stateDirectory;
    private readonly NetworkStream _line;

    private LiveStatusSource(string stateDirectory, NetworkStream line)
    {
        _stateDirectory = stateDirectory;
        _line = line;
    }

    public bool IsLive => true;

    /// <summary>Connects to the process that runs the study; null when none on this machine answers.</summary>
    public static LiveStatusSource? TryConnect(string stateDirectory)
    {
        if (Endpoint.Read(stateDirectory) is not { } endpoint || endpoint.Host != Environment.MachineName)
        {
            return null;
        }

#pragma warning disable CA2000 // The source disposes of it; without a source, the catch does.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
#pragma warning restore CA2000
        try
        {
            socket.ReceiveTimeout = AnswerLimit;
            socket.SendTimeout = AnswerLimit;
            socket.Connect(new UnixDomainSocketEndPoint(endpoint.Socket));
            var source = new LiveStatusSource(stateDirectory, new NetworkStream(socket, ownsSocket: true));
            source.Ask(new StatusRequest(StatusKind.Status));
            return source;
        }
        catch (Exception e) when (e is SocketException or ArgumentException or StoreException)
        {
            socket.Dispose();
            return null;
        }
    }

    public StudyStatus GetStatus()
    {
        byte[] answer = Ask(new StatusRequest(StatusKind.Status));
        return Decode(answer, static (ref BlobReader reader, int size) => StudyStatusBytes.Read(ref reader, size));
    }

    public IEnumerable<TaskRow> Tasks(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, GetStatus().Arrays.Count);
        return Enumerate(ordinal);
    }

    public ReadOnlyMemory<byte> ReadPlan()
    {
        byte[] answer = Ask(new StatusRequest(StatusKind.Plan));
        return Decode(answer, static (ref BlobReader reader, int _) => reader.Bytes().ToArray());
    }

    public void Dispose() => _line.Dispose();

    private delegate T Decoder<T>(ref BlobReader reader, int size);

    private IEnumerable<TaskRow> Enumerate(int ordinal)
    {
        long? from = 0;
        while (from is not null)
        {
            byte[] answer = Ask(new StatusRequest(StatusKind.Tasks, ordinal, from.Value));
            TaskPage page = Decode(
                answer, static (ref BlobReader reader, int size) => TaskPageBytes.Read(ref reader, size));
            foreach (TaskRow row in page.Rows)
            {
                yield return row;
            }

            from = page.Next;
        }
    }

    private byte[] Ask(StatusRequest request)
    {
        try
        {
            StatusFrame.Write(_line, request.ToFrame());
            return StatusFrame.Read(_line, StatusFrame.LargestAnswer) ?? throw new EndOfStreamException();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new StoreException(
                _stateDirectory, "the process that runs the study has stopped answering; ask again", e);
        }
    }

    private T Decode<T>(byte[] answer, Decoder<T> decode)
    {
        try
        {
            var reader = new BlobReader(answer);
            reader.Byte();
            return reader.Byte() == (byte)StatusKind.Refused
                ? throw new StoreException(_stateDirectory, reader.Text())
                : decode(ref reader, answer.Length);
        }
        catch (InvalidDataException e)
        {
            throw new StoreException(
                _stateDirectory, "the process that runs the study answered something else than this program understands; use the same version of Merlin", e);
        }
    }
}
