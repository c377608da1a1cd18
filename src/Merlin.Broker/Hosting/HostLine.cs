using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Hosting;

/// <summary>An open line as the loop sees it.</summary>
/// <param name="ClientIdentity">Who speaks on it.</param>
/// <param name="Deliver">Takes what is said to it; must only hand it on.</param>
internal sealed record HostLine(ClientIdentity ClientIdentity, Action<BrokerMessage> Deliver);
