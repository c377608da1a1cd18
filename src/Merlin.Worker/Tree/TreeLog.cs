using Merlin.Flux;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Tree;

/// <summary>What a tree of instances says in a log. Event ids are 3900 to 3999, each used once.</summary>
internal static partial class TreeLog
{
    [LoggerMessage(3901, LogLevel.Debug, "Instance {Part} is submitted to rank(s) {Ranks} as job {Job}.")]
    internal static partial void Submitted(ILogger logger, string part, string ranks, string job);

    [LoggerMessage(3902, LogLevel.Information, "Instance {Part} runs on rank(s) {Ranks} as job {Job}.")]
    internal static partial void Runs(ILogger logger, string part, string ranks, string job);

    [LoggerMessage(3903, LogLevel.Warning, "Instance {Part} (job {Job}) {How}; another one takes its place.")]
    internal static partial void Died(ILogger logger, string part, string job, string how);

    [LoggerMessage(3904, LogLevel.Error,
        "Instance {Part} is given up: another one would end as soon. The last one (job {Job}) {How}. Its last words:\n{LastWords}")]
    internal static partial void GivenUp(ILogger logger, string part, string job, string how, string lastWords);

    [LoggerMessage(3905, LogLevel.Information, "Instance {Part} (job {Job}) has ended.")]
    internal static partial void Ended(ILogger logger, string part, string job);

    [LoggerMessage(3906, LogLevel.Warning,
        "Instance {Part} is told to come to an end when what runs in it has ended: a node of it is down or drained. Another one takes its place when there are nodes for it.")]
    internal static partial void Drains(ILogger logger, string part);

    [LoggerMessage(3907, LogLevel.Information, "Rank(s) {Ranks}: {Kind}. Ranks that can be used now: {Up}.")]
    internal static partial void NodesChanged(ILogger logger, string ranks, ResourceChangeKind kind, string up);

    [LoggerMessage(3908, LogLevel.Warning, "Job {Job}, an instance of a tree whose agent is dead, is cancelled.")]
    internal static partial void LeftOver(ILogger logger, string job);

    [LoggerMessage(3909, LogLevel.Debug, "Job {Job} cannot be told to end: {Reason}")]
    internal static partial void CannotTell(ILogger logger, string job, string reason);

    [LoggerMessage(3910, LogLevel.Warning,
        "Flux does not tell what happens to its nodes ({Reason}): nodes that go down or come back are noticed only by the instances on them.")]
    internal static partial void NoChanges(ILogger logger, string reason);
}
