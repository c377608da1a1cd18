using Merlin.Broker.Messages;

namespace Merlin.Broker.Lines;

/// <summary>
/// Hears what happens on a line to a broker, one call at a time and in order, on a thread of the line's own: every
/// member must only hand on what it is told.
/// </summary>
public interface IBrokerListener
{
    /// <summary>
    /// The line is open, for the first time or again; the broker may be another process than before, and knows nothing of
    /// what was said on the earlier line unless it has answered it.
    /// </summary>
    /// <param name="broker">What the broker says of itself.</param>
    void Opened(BrokerGreeting broker);

    /// <summary>The broker says something.</summary>
    void Received(BrokerMessage message);

    /// <summary>The line is broken; what was sent last may not have arrived. It is tried again until it opens.</summary>
    /// <param name="reason">Why, in words for a log.</param>
    void Lost(string reason);

    /// <summary>
    /// The line will not open: the broker refuses this program's protocol, or its key. It is not tried again.
    /// </summary>
    /// <param name="reason">Why, and what to do, in words for the user.</param>
    void Refused(string reason);
}
