using System.Globalization;
using System.Text;

namespace Merlin.Broker.Wire;

/// <summary>An address that ZeroMQ takes, and that is one of the two kinds which a broker has.</summary>
/// <param name="Text">The address as it was written.</param>
/// <param name="IsTcp">Whether it is <c>tcp://</c>; else it is <c>ipc://</c>.</param>
/// <param name="Path">The socket's absolute path; empty for <c>tcp://</c>.</param>
internal sealed record WireAddress(string Text, bool IsTcp, string Path)
{
    private const string Tcp = "tcp://";
    private const string Ipc = "ipc://";

    // sun_path has 108 bytes on Linux, the last one zero.
    private const int LongestSocketPath = 107;

    /// <summary>Whether it names an IPv6 host.</summary>
    public bool IsIpv6 => IsTcp && Text.Contains('[', StringComparison.Ordinal);

    /// <exception cref="BrokerAddressException">It is no address of a broker.</exception>
    public static WireAddress Parse(string text)
    {
        if (text.StartsWith(Tcp, StringComparison.Ordinal))
        {
            return ParseTcp(text);
        }

        if (text.StartsWith(Ipc, StringComparison.Ordinal))
        {
            return ParseIpc(text);
        }

        throw new BrokerAddressException(
            $"'{text}' is not a broker's address: it begins with neither tcp:// nor ipc:// (tcp://HOST:PORT, ipc:///PATH).");
    }

    private static WireAddress ParseTcp(string text)
    {
        string hostAndPort = text[Tcp.Length..];
        int colon = hostAndPort.LastIndexOf(':');
        bool isPort = colon > 0
            && int.TryParse(hostAndPort.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= ushort.MaxValue;
        bool isPlain = !hostAndPort.AsSpan().ContainsAny(" /;\t\n");
        return isPort && isPlain
            ? new WireAddress(text, IsTcp: true, "")
            : throw new BrokerAddressException($"'{text}' is not a broker's address: tcp:// is followed by HOST:PORT, with a port up to 65535.");
    }

    private static WireAddress ParseIpc(string text)
    {
        string path = text[Ipc.Length..];
        if (!System.IO.Path.IsPathRooted(path))
        {
            throw new BrokerAddressException($"'{text}' is not a broker's address: ipc:// is followed by an absolute path.");
        }

        if (Encoding.UTF8.GetByteCount(path) > LongestSocketPath)
        {
            throw new BrokerAddressException(
                $"The path in '{text}' is too long for a socket: the system takes at most {LongestSocketPath} bytes. Use a directory with a shorter path.");
        }

        return new WireAddress(text, IsTcp: false, path);
    }
}
