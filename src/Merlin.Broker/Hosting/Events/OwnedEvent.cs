using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Hosting;

/// <summary>An event with the user whose it is.</summary>
/// <param name="Event">The event.</param>
/// <param name="Owner">The owner of the study or consumer that it is about.</param>
internal readonly record struct OwnedEvent(BrokerEvent Event, string Owner);
