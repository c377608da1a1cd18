namespace Merlin.Flux;

/// <summary>Where a broker listens: <c>local:///path</c>, or <c>ssh://host/path</c> for one on another host.</summary>
/// <param name="Text">The uri as Flux writes it.</param>
public sealed record FluxUri(string Text)
{
    private const string Local = "local://";
    private const string Remote = "ssh://";

    /// <summary>
    /// The instance that this process is part of, by <c>FLUX_URI</c>; null outside of one. (libflux itself would open the
    /// system instance then; ask for <see cref="FluxHandle.OpenSystemAsync"/> when that is wanted.)
    /// </summary>
    public static FluxUri? FromEnvironment() =>
        Environment.GetEnvironmentVariable("FLUX_URI") is { Length: > 0 } text ? new FluxUri(text) : null;

    /// <summary>
    /// The same broker without the way over ssh, when the uri names this host or its socket is here; else the uri itself.
    /// </summary>
    public FluxUri Nearest() => RemoteParts() is var (host, path) && (IsThisHost(host) || File.Exists(path))
        ? new FluxUri(Local + path)
        : this;

    /// <summary>The socket's path, of a local uri; null otherwise.</summary>
    public string? LocalPath => Text.StartsWith(Local, StringComparison.Ordinal) ? Text[Local.Length..] : null;

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsThisHost(string host) =>
        host is "localhost" || Short(host).Equals(Short(Environment.MachineName), StringComparison.OrdinalIgnoreCase);

    private static string Short(string host) => host.Split('.', 2)[0];

    // ssh://[user@]host[:port]/path
    private (string Host, string Path)? RemoteParts()
    {
        if (!Text.StartsWith(Remote, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = Text[Remote.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0)
        {
            return null;
        }

        string authority = rest[..slash];
        string host = authority[(authority.IndexOf('@', StringComparison.Ordinal) + 1)..].Split(':', 2)[0];
        return (host, rest[slash..]);
    }
}
