using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Hosting;

/// <summary>What a broker says in its log of those who work for it. Event ids are 1000 to 1999, each used once.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1001, LogLevel.Information, "Worker {Name} of {Owner} is attached.")]
    internal static partial void Attached(ILogger logger, string name, string owner);

    [LoggerMessage(1002, LogLevel.Information, "The line to worker {Name} of {Owner} is closed.")]
    internal static partial void LineClosed(ILogger logger, string name, string owner);

    [LoggerMessage(1003, LogLevel.Information, "Worker {Name} of {Owner} has left.")]
    internal static partial void Left(ILogger logger, string name, string owner);

    [LoggerMessage(1004, LogLevel.Warning, "Worker {Name} of {Owner} was silent for too long: what it held goes to others.")]
    internal static partial void Lost(ILogger logger, string name, string owner);
}
