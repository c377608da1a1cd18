using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>Everything that the two ends of a line say in a log. Event ids are 2000 to 2999, each used once.</summary>
internal static partial class WireLog
{
    [LoggerMessage(2001, LogLevel.Debug, "The line to {Address} is open: broker {Version}, owner {Owner}.")]
    internal static partial void LineOpened(ILogger logger, string address, string version, string owner);

    [LoggerMessage(2002, LogLevel.Debug, "The line to {Address} is broken: {Reason}.")]
    internal static partial void LineLost(ILogger logger, string address, string reason);

    [LoggerMessage(2003, LogLevel.Debug, "The line to {Address} is refused: {Reason}")]
    internal static partial void LineRefused(ILogger logger, string address, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "{Reason} It was let in before, so it is tried again.")]
    internal static partial void LineShutOut(ILogger logger, string reason);

    [LoggerMessage(2101, LogLevel.Information, "Listens at {Address}.")]
    internal static partial void Listens(ILogger logger, string address);

    [LoggerMessage(2102, LogLevel.Information, "Does not listen any more.")]
    internal static partial void Ends(ILogger logger);

    [LoggerMessage(2103, LogLevel.Critical, "Lines are not served any more: a defect of the program.")]
    internal static partial void Fails(ILogger logger, Exception reason);

    [LoggerMessage(2110, LogLevel.Debug, "{Peer}: {Key} of {Owner} has opened a line with program {Version}.")]
    internal static partial void PeerOpened(ILogger logger, PeerKey peer, string key, string owner, string version);

    [LoggerMessage(2111, LogLevel.Debug, "{Peer}: the line of {Key} is closed: {Reason}.")]
    internal static partial void PeerClosed(ILogger logger, PeerKey peer, string key, string reason);

    [LoggerMessage(2112, LogLevel.Warning, "{Peer}: a line is refused: {Reason}")]
    internal static partial void PeerRefused(ILogger logger, PeerKey peer, string reason);

    [LoggerMessage(2113, LogLevel.Warning, "A line is not opened: {Count} are open, {CountOfOwner} of them {Owner}'s, and more are not allowed.")]
    internal static partial void TooManyPeers(ILogger logger, int count, int countOfOwner, string owner);

    [LoggerMessage(2114, LogLevel.Error, "{Peer}: a message cannot be sent to {Key}: {Reason}")]
    internal static partial void NotSendable(ILogger logger, PeerKey peer, string key, string reason);

    [LoggerMessage(2120, LogLevel.Debug, "The key {PublicKey} at {Address} is not authorized.")]
    internal static partial void KeyNotAuthorized(ILogger logger, string publicKey, string address);
}
