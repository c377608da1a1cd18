using Merlin.Broker.Security;

namespace Merlin.Broker.Lines;

/// <summary>
/// What lines lead to: a broker, or an agent that is one to its own consumers. May be used from any thread.
/// </summary>
public interface ILineHost
{
    /// <summary>Names the host to its clients: a broker's database, or one life of an agent.</summary>
    string BrokerId { get; }

    /// <summary>The program's version, as greetings tell it.</summary>
    string Version { get; }

    /// <summary>
    /// Opens a line. When the host ends, or has ended, the listener's <see cref="IBrokerListener.Refused"/> says why.
    /// </summary>
    /// <param name="client">Who speaks on it.</param>
    /// <param name="listener">Hears what the host says, on the host's own thread.</param>
    IHostChannel Connect(ClientIdentity client, IBrokerListener listener);
}
