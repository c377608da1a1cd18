using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// A message that is answered exactly once on the same line, by an answer that repeats its number: the answer that its
/// own documentation names, or <see cref="RequestRefused"/>. Asking the same twice does no harm.
/// </summary>
/// <param name="Request">The client's own number for the request; at least 1.</param>
public abstract record ProducerRequest(long Request) : ClientMessage;
