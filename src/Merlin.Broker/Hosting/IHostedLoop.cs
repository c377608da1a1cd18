using Merlin.Broker.Messages;

namespace Merlin.Broker.Hosting;

/// <summary>
/// A loop of turns to which lines lead. All members but <see cref="IDisposable.Dispose"/> are called on its own thread.
/// </summary>
internal interface IHostedLoop : IDisposable
{
    /// <summary>Runs turns until <see cref="Stop"/>.</summary>
    void Run();

    /// <summary>Lets <see cref="Run"/> return after the turn at hand.</summary>
    void Stop();

    /// <summary>Abandons what was taken and not done, and every line, after <see cref="Run"/> has ended or failed.</summary>
    void Abandon(Exception reason);

    /// <summary>A line is open.</summary>
    void Open(PeerId peer, HostLine line);

    /// <summary>A client says something on its line.</summary>
    void Receive(PeerId peer, ClientMessage message);

    /// <summary>A line is closed.</summary>
    void Close(PeerId peer);
}
