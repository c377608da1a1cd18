using Merlin.Broker.Scheduling;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Spec.Verification;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Server;

/// <summary>The settings of a broker, a file of <c>key: value</c> lines.</summary>
internal sealed record ServerSettings
{
    /// <summary>The port that is tried first when a server is initialized.</summary>
    public const int FirstPort = 17117;

    /// <summary>The largest port there is.</summary>
    public const int LargestPort = 65535;

    /// <summary>Stands for all interfaces of the machine.</summary>
    public const string AllInterfaces = "*";

    private const string AddressKey = "address";
    private const string PortKey = "port";
    private const string HostKey = "host";
    private const string LogLevelKey = "log_level";
    private const string LogMegabytesKey = "log_megabytes";
    private const string LogFilesKey = "log_files";

    private const string HeartbeatKey = "heartbeat_seconds";
    private const string HeartbeatLimitKey = "heartbeat_limit_seconds";
    private const string RestartGraceKey = "restart_grace_seconds";
    private const int LongestSeconds = 24 * 60 * 60;

    // A worker of which one heartbeat is late has not been lost.
    private const int HeartbeatsInLimit = 2;

    private static readonly SchedulerOptions Usual = new();

    private static readonly string[] Known =
    [
        AddressKey, PortKey, HostKey, LogLevelKey, LogMegabytesKey, LogFilesKey, HeartbeatKey, HeartbeatLimitKey, RestartGraceKey,
    ];

    /// <summary>The IP address to listen at; <see cref="AllInterfaces"/> for every one.</summary>
    public string Address { get; init; } = AllInterfaces;

    /// <summary>The port to listen at.</summary>
    public int Port { get; init; } = FirstPort;

    /// <summary>What clients call this machine; written into their configurations.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>The least grave level that the log tells.</summary>
    public string LogLevel { get; init; } = "INFO";

    /// <summary>How large a log file may become, in MiB, before another is begun.</summary>
    public int LogMegabytes { get; init; } = 10;

    /// <summary>How many log files are kept.</summary>
    public int LogFiles { get; init; } = 5;

    /// <summary>How often workers say that they live, in seconds.</summary>
    public int HeartbeatSeconds { get; init; } = (int)Usual.HeartbeatInterval.TotalSeconds;

    /// <summary>After how many seconds of silence a worker counts as lost, and its tasks go to others.</summary>
    public int HeartbeatLimitSeconds { get; init; } = (int)Usual.HeartbeatLimit.TotalSeconds;

    /// <summary>How many seconds workers have to come back after the broker was started again.</summary>
    public int RestartGraceSeconds { get; init; } = (int)Usual.RestartGrace.TotalSeconds;

    /// <summary>What the settings say to the scheduler.</summary>
    public SchedulerOptions Scheduling => new()
    {
        HeartbeatInterval = TimeSpan.FromSeconds(HeartbeatSeconds),
        HeartbeatLimit = TimeSpan.FromSeconds(HeartbeatLimitSeconds),
        RestartGrace = TimeSpan.FromSeconds(RestartGraceSeconds),
    };

    /// <summary>Where the broker listens, for ZeroMQ.</summary>
    public string ListeningAddress => $"tcp://{Bracketed(Address)}:{Port}";

    /// <summary>Where clients find the broker.</summary>
    public string ClientAddress => $"tcp://{Bracketed(ClientHost)}:{Port}";

    /// <summary>The host in <see cref="ClientAddress"/>.</summary>
    public string ClientHost => Address is AllInterfaces or "0.0.0.0" or "::" ? Host : Address;

    /// <summary>Reads the settings.</summary>
    /// <param name="path">The file.</param>
    /// <param name="terminal">Is warned of keys that mean nothing.</param>
    /// <exception cref="UserErrorException">They cannot be used; the message names file and line.</exception>
    public static ServerSettings Read(string path, Terminal terminal)
    {
        YamlFile file = YamlFile.Read(path);
        foreach (YamlEntry entry in file.Root.Entries.Where(static entry => !Known.Contains(entry.Key.Text)))
        {
            string hint = NearestWord.Of(entry.Key.Text, Known) is { } near ? $"; is '{near}' meant?" : ".";
            terminal.Log.Warning($"{path}:{entry.Key.Mark}: '{entry.Key.Text}' means nothing here{hint}");
        }

        var defaults = new ServerSettings();
        int heartbeat = ReadSeconds(file, HeartbeatKey, 1, defaults.HeartbeatSeconds);
        int limit = ReadSeconds(file, HeartbeatLimitKey, heartbeat * HeartbeatsInLimit, defaults.HeartbeatLimitSeconds);
        return new ServerSettings
        {
            Address = file.Text(file.Root, AddressKey) ?? defaults.Address,
            Port = (int)(file.Number(file.Root, PortKey, 1, LargestPort) ?? defaults.Port),
            Host = file.Text(file.Root, HostKey) ?? defaults.Host,
            LogLevel = ReadLevel(file) ?? defaults.LogLevel,
            LogMegabytes = (int)(file.Number(file.Root, LogMegabytesKey, 1, 10_000) ?? defaults.LogMegabytes),
            LogFiles = (int)(file.Number(file.Root, LogFilesKey, 1, 1_000) ?? defaults.LogFiles),
            HeartbeatSeconds = heartbeat,
            HeartbeatLimitSeconds = limit,
            RestartGraceSeconds = ReadSeconds(file, RestartGraceKey, limit, defaults.RestartGraceSeconds),
        };
    }

    /// <summary>The settings as the text of their file.</summary>
    public override string ToString() =>
        $"""
        # How this broker is reached and what it logs. Takes effect when it is started again.
        # The IP address to listen at; '*' for every interface.
        {AddressKey}: {SettingsText.Quoted(Address)}
        {PortKey}: {Port}
        # What clients call this machine.
        {HostKey}: {Host}
        # DEBUG, INFO, WARNING or ERROR; how large a log file becomes, and how many are kept.
        {LogLevelKey}: {LogLevel}
        {LogMegabytesKey}: {LogMegabytes}
        {LogFilesKey}: {LogFiles}
        # How often workers say that they live, after how long a silence their tasks go to others, and how long workers may
        # take to come back when the broker was started again.
        {HeartbeatKey}: {HeartbeatSeconds}
        {HeartbeatLimitKey}: {HeartbeatLimitSeconds}
        {RestartGraceKey}: {RestartGraceSeconds}

        """;

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    // What is not given follows the shortest that makes sense with what is.
    private static int ReadSeconds(YamlFile file, string key, int least, int usual) =>
        (int)(file.Number(file.Root, key, least, LongestSeconds) ?? Math.Max(least, usual));

    private static string? ReadLevel(YamlFile file) => file.Text(file.Root, LogLevelKey) switch
    {
        null => null,
        var level when LogLevels.TryParse(level, out _) => level,
        var level => throw file.Problem(
            file.Root[LogLevelKey]!, $"'{level}' is not a log level; choose one of {string.Join(", ", LogLevels.Words)}"),
    };
}
