using System.CommandLine;

namespace Merlin.Cli.Workers;

/// <summary>
/// Options of Celery's workers that mean nothing here. They stand in many a spec's <c>args</c>, so they are accepted.
/// </summary>
internal sealed class CeleryOptions
{
    private static readonly string[][] WithValue =
    [
        ["--optimization", "-O"],
        ["--prefetch-multiplier"],
        ["--pool", "-P"],
        ["--autoscale"],
        ["--max-tasks-per-child"],
        ["--max-memory-per-child"],
        ["--time-limit"],
        ["--soft-time-limit"],
        ["--heartbeat-interval"],
        ["--exclude-queues", "-X"],
        ["--include", "-I"],
        ["--logfile", "-f"],
        ["--pidfile"],
        ["--statedb", "-S"],
        ["--uid"],
        ["--gid"],
        ["--umask"],
        ["--executable"],
        ["--scheduler"],
    ];

    private static readonly string[][] Flags =
    [
        ["--task-events", "-E", "--events"],
        ["--beat", "-B"],
        ["--detach", "-D"],
        ["--without-gossip"],
        ["--without-mingle"],
        ["--without-heartbeat"],
        ["--purge", "--discard"],
    ];

    private readonly List<Option> _options = [];

    /// <summary>Makes the options, hidden from help.</summary>
    public CeleryOptions()
    {
        _options.AddRange(WithValue.Select(static names => new Option<string>(names[0], names[1..]) { Hidden = true, Description = Text }));
        _options.AddRange(Flags.Select(static names => new Option<bool>(names[0], names[1..]) { Hidden = true, Description = Text }));
    }

    /// <summary>The options, for a command.</summary>
    public IReadOnlyList<Option> All => _options;

    /// <summary>The names of those that a command line gives.</summary>
    public IReadOnlyList<string> GivenIn(ParseResult result) =>
        [.. _options.Where(option => result.GetResult(option) is { Implicit: false }).Select(static option => option.Name)];

    private static string Text => "Accepted as Celery's workers have it, and ignored.";
}
