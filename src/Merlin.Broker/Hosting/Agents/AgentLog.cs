using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Hosting;

/// <summary>What an agent says in its log. Event ids are 3000 to 3099, each used once.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(3001, LogLevel.Information, "The line to the broker is open (program {Version}).")]
    internal static partial void LineOpened(ILogger logger, string version);

    [LoggerMessage(3002, LogLevel.Warning, "The line to the broker is broken: {Reason}. It is tried again.")]
    internal static partial void LineLost(ILogger logger, string reason);

    [LoggerMessage(3003, LogLevel.Information, "Leaves: {Reason}")]
    internal static partial void Leaves(ILogger logger, string reason);

    [LoggerMessage(3004, LogLevel.Debug, "Whoever works in Flux job {Job} is asked to leave: {Reason}")]
    internal static partial void Releases(ILogger logger, string job, string reason);

    [LoggerMessage(3010, LogLevel.Information, "Worker {Name} on {Host} is attached.")]
    internal static partial void Attached(ILogger logger, string name, string host);

    [LoggerMessage(3011, LogLevel.Information, "The line to worker {Name} is closed.")]
    internal static partial void WorkerLineClosed(ILogger logger, string name);

    [LoggerMessage(3012, LogLevel.Information, "Worker {Name} has left.")]
    internal static partial void Left(ILogger logger, string name);

    [LoggerMessage(3013, LogLevel.Warning, "Worker {Name} was silent for too long: what it held goes to others.")]
    internal static partial void Lost(ILogger logger, string name);

    [LoggerMessage(3020, LogLevel.Critical, "The agent ends because of a defect of the program.")]
    internal static partial void Fails(ILogger logger, Exception reason);
}
