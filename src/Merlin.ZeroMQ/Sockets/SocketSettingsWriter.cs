using System.Text;

namespace Merlin.ZeroMQ;

/// <summary>Sets options on a socket.</summary>
internal readonly unsafe struct SocketSettingsWriter(SocketHandle socket)
{
    // After three unanswered tries, ten seconds apart, a connection is broken.
    private const int KeepaliveTries = 3;
    private const int SecondsBetweenTries = 10;

    // Longer than anybody keeps a socket whose connection has ended. To forbid it (-1) would close the end of a pipe in which
    // messages may lie that came before the connection ended, and nobody could read them any more.
    private const int MillisecondsUntilReconnect = 86_400_000;

    public void Write(SocketSettings settings)
    {
        Set(SocketOption.Linger, settings.Linger);
        SetUnless(settings.Reconnects, SocketOption.ReconnectInterval, MillisecondsUntilReconnect);
        Set(SocketOption.Ipv6, settings.Ipv6 ? 1 : null);
        Set(SocketOption.SendHighWaterMark, settings.SendHighWaterMark);
        Set(SocketOption.ReceiveHighWaterMark, settings.ReceiveHighWaterMark);
        Set(SocketOption.Backlog, settings.Backlog);
        Set(SocketOption.HandshakeLimit, settings.HandshakeLimit);
        Set(SocketOption.ConnectTimeout, settings.ConnectTimeout);
        Set(SocketOption.HeartbeatInterval, settings.HeartbeatInterval);
        Set(SocketOption.HeartbeatTimeout, settings.HeartbeatTimeout);
        WriteLargestMessage(settings.LargestMessage);
        WriteTcpKeepalive(settings.TcpKeepaliveIdle);
        WriteKeys(settings);
    }

    public void Set(SocketOption option, int? value)
    {
        if (value is { } number)
        {
            Checked.Result(SocketImports.SetOption(socket, (int)option, &number, sizeof(int)), $"zmq_setsockopt {option}");
        }
    }

    private void SetUnless(bool kept, SocketOption option, int value)
    {
        if (!kept)
        {
            Set(option, value);
        }
    }

    private void Set(SocketOption option, TimeSpan? value) => Set(option, (int?)value?.TotalMilliseconds);

    private void Set(SocketOption option, string? value)
    {
        if (value is null)
        {
            return;
        }

        byte[] text = Encoding.UTF8.GetBytes(value);
        fixed (byte* bytes = text)
        {
            Checked.Result(
                SocketImports.SetOption(socket, (int)option, bytes, (nuint)text.Length), $"zmq_setsockopt {option}");
        }
    }

    private void WriteLargestMessage(long? value)
    {
        if (value is { } bytes)
        {
            const SocketOption Option = SocketOption.LargestMessage;
            Checked.Result(
                SocketImports.SetOption(socket, (int)Option, &bytes, sizeof(long)), $"zmq_setsockopt {Option}");
        }
    }

    private void WriteTcpKeepalive(TimeSpan? idle)
    {
        if (idle is { } time)
        {
            Set(SocketOption.TcpKeepalive, 1);
            Set(SocketOption.TcpKeepaliveIdle, (int)time.TotalSeconds);
            Set(SocketOption.TcpKeepaliveCount, KeepaliveTries);
            Set(SocketOption.TcpKeepaliveInterval, SecondsBetweenTries);
        }
    }

    private void WriteKeys(SocketSettings settings)
    {
        Set(SocketOption.AuthenticationDomain, settings.AuthenticationDomain);
        if (settings.ServerSecretKey is not null)
        {
            Set(SocketOption.CurveServer, 1);
            Set(SocketOption.CurveSecretKey, settings.ServerSecretKey);
        }
        else if (settings.ServerPublicKey is not null)
        {
            Set(SocketOption.CurveServerKey, settings.ServerPublicKey);
            Set(SocketOption.CurvePublicKey, settings.PublicKey);
            Set(SocketOption.CurveSecretKey, settings.SecretKey);
        }
    }
}
