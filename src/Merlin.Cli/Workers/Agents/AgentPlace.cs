namespace Merlin.Cli.Workers.Agents;

/// <summary>Where an agent can be reached by its consumers.</summary>
internal sealed record AgentPlace
{
    /// <summary>Whether all consumers run on this host.</summary>
    public required bool IsOneHost { get; init; }

    /// <summary>Directories for a socket, the best one first.</summary>
    public required IReadOnlyList<string> SocketDirectories { get; init; }

    /// <summary>This host's name or number, as other nodes of the allocation reach it.</summary>
    public required string Host { get; init; }

    /// <summary>A directory that all nodes of the allocation share.</summary>
    public required string SharedDirectory { get; init; }
}
