using System.Net.Sockets;

namespace Merlin.Broker.Wire;

/// <summary>The file of an <c>ipc://</c> socket. libzmq would take the place of another program's without a word.</summary>
internal static class SocketFile
{
    /// <summary>Removes a socket at which nobody listens any more.</summary>
    /// <exception cref="BrokerAddressException">Somebody listens there, or it is something else than a socket.</exception>
    public static void RemoveStale(WireAddress address)
    {
        if (!Path.Exists(address.Path))
        {
            return;
        }

        if (Probe(address.Path) is not { } refusal)
        {
            throw new BrokerAddressException(
                $"Another program listens at {address.Text} already. Stop it, or use another address.");
        }

        if (refusal != SocketError.ConnectionRefused)
        {
            throw new BrokerAddressException(
                $"{address.Path} is in the way of the address {address.Text}. Remove it, or use another address.");
        }

        File.Delete(address.Path);
    }

    /// <summary>Removes the socket of a server that has ended.</summary>
    public static void Remove(WireAddress address)
    {
        try
        {
            File.Delete(address.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The directory is gone or was made read-only; a socket that stays behind is recognised at the next start.
        }
    }

    // Null when somebody listens.
    private static SocketError? Probe(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return null;
        }
        catch (SocketException e)
        {
            // Connecting to an ordinary file is refused like connecting to a dead socket.
            bool mayBeSocket = !Directory.Exists(path) && new FileInfo(path).Length == 0;
            return mayBeSocket ? e.SocketErrorCode : SocketError.NotSocket;
        }
    }
}
