using Merlin.Broker.Security;

namespace Merlin.Broker.Hosting;

/// <summary>An open line as the loop sees it.</summary>
/// <param name="Client">Who speaks on it.</param>
/// <param name="Channel">Takes what is said to it.</param>
internal sealed record HostLine(ClientIdentity Client, MemoryChannel Channel)
{
    /// <summary>The name of the worker that has said hello on it, or null.</summary>
    public string? Worker { get; set; }
}
