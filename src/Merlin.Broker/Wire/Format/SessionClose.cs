namespace Merlin.Broker.Wire.Format;

/// <summary>
/// Says that the sender closes the line and hears nothing more on it: the broker need not wait until its silence tells. What
/// a consumer holds is not given back by that; see <see cref="Messages.ConsumerGoodbye"/>.
/// </summary>
public sealed record SessionClose : SessionFrame;
