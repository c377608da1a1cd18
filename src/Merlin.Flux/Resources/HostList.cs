using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Merlin.Flux;

/// <summary>Hosts in order, which may be there several times (RFC 29). Immutable; equal when the hosts are.</summary>
public sealed class HostList : IReadOnlyList<string>, IEquatable<HostList>
{
    private readonly string[] _hosts;

    /// <summary>A list of some hosts.</summary>
    public HostList(params IEnumerable<string> hosts) => _hosts = [.. hosts];

    /// <inheritdoc/>
    public int Count => _hosts.Length;

    /// <inheritdoc/>
    public string this[int index] => _hosts[index];

    /// <summary>Reads <c>node[01-16,20],login</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static HostList Parse(string text) =>
        TryParse(text, out HostList? hosts) ? hosts : throw new FormatException($"'{text}' is no list of hosts such as node[1-4,7].");

    /// <summary>Reads <c>node[01-16,20],login</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostList? hosts)
    {
        List<string> all = [];
        hosts = HostListReader.TryRead(text, all) ? new HostList(all) : null;
        return hosts is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _hosts.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(HostList? other) => other is not null && _hosts.AsSpan().SequenceEqual(other._hosts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HostList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (string host in _hosts)
        {
            hash.Add(host, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The list as Flux writes it: <c>node[01-16,20],login</c>.</summary>
    public override string ToString() => HostListWriter.Write(_hosts);
}
