using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Merlin.Benchmarks.Load.Brokers;
using Merlin.Broker.Lines;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Benchmarks.Load.Starts;

/// <summary>
/// A broker daemon, and a worker that waits for tasks where one is wanted, both the real program, in a home of their own; and
/// what a producer needs to reach the broker in the same way as the worker.
/// </summary>
internal sealed partial class MerlinSite : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly string _program;
    private readonly string _home;
    private readonly Transport _transport;
    private Process? _worker;

    private MerlinSite(string program, string directory, Transport transport)
    {
        _program = program;
        _home = directory;
        _transport = transport;
    }

    /// <summary>The seal of the user's plans; null where none is needed.</summary>
    public PlanSeal? Seal { get; private set; }

    /// <summary>What <c>--broker</c> is to be for the transport.</summary>
    public string BrokerOption => _transport == Transport.Ipc ? $"ipc://{Server}/broker.ipc" : Configuration;

    /// <summary>The broker's process.</summary>
    public int BrokerProcess => int.Parse(File.ReadAllText(Path.Combine(Server, "server.pid")), CultureInfo.InvariantCulture);

    /// <summary>The worker's process.</summary>
    public int WorkerProcess => _worker!.Id;

    /// <summary>The broker's database.</summary>
    public string Database => Path.Combine(Server, "database", "study.db");

    private string Server => Path.Combine(_home, "merlin_server");

    private string Configuration => Path.Combine(Server, "app.yaml");

    /// <summary>Starts a broker, and a worker for every queue.</summary>
    /// <param name="program">The path of <c>merlin</c>.</param>
    /// <param name="directory">A directory for all files; made, and private.</param>
    /// <param name="transport">How producer and worker reach the broker.</param>
    /// <exception cref="IOException">One of them does not start.</exception>
    public static async Task<MerlinSite> StartAsync(string program, string directory, Transport transport)
    {
        MerlinSite site = await StartBrokerAsync(program, directory, transport);
        try
        {
            await site.StartWorkerAsync("--concurrency", "1");
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a broker.</summary>
    /// <param name="program">The path of <c>merlin</c>.</param>
    /// <param name="directory">A directory for all files; made, and private.</param>
    /// <param name="transport">How clients reach the broker.</param>
    /// <exception cref="IOException">It does not start.</exception>
    public static async Task<MerlinSite> StartBrokerAsync(string program, string directory, Transport transport)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var site = new MerlinSite(program, directory, transport);
        try
        {
            await site.RunAsync(directory, "server", "init", "--ipaddress", "127.0.0.1");
            await site.RunAsync(directory, "server", "start");
            site.Seal = transport == Transport.Ipc ? null : new PlanSeal(Convert.FromBase64String(site.Setting("owner_key")));
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the worker, and waits until the broker knows it.</summary>
    /// <param name="options">Options of its own.</param>
    /// <exception cref="IOException">It does not start.</exception>
    public async Task StartWorkerAsync(params string[] options)
    {
        _worker = Start(_home, ["worker", "--hostname", "bench", "--broker", BrokerOption, .. options]);
        using var limit = new CancellationTokenSource(Limit);
        string said = "";
        while (await _worker.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            said += line + '\n';
            if (line.Contains("Connected to the broker", StringComparison.Ordinal))
            {
                _ = _worker.StandardError.ReadToEndAsync(CancellationToken.None); // or it would wait for a reader some day
                return;
            }
        }

        throw new IOException($"The worker has ended: {said}");
    }

    /// <summary>Opens a line to the broker.</summary>
    public IBrokerChannel Connect(IBrokerListener listener)
    {
        BrokerEndpoint endpoint = _transport == Transport.Ipc
            ? new BrokerEndpoint(BrokerOption, null)
            : new BrokerEndpoint(
                Setting("address"), new CurveCredentials(Setting("server_key"), Setting("public_key"), Setting("secret_key")));
        return WireClient.Connect(endpoint, "bench", listener, NullLogger.Instance);
    }

    /// <summary>Runs a command of the program to its end.</summary>
    /// <param name="directory">Where it is started.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it has printed.</returns>
    /// <exception cref="IOException">It failed.</exception>
    public async Task<string> RunAsync(string directory, params string[] arguments)
    {
        using Process process = Start(directory, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new IOException($"merlin {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await EndAsync(_worker);
            _worker.Dispose();
        }

        if (Directory.Exists(Server))
        {
            await RunAsync(_home, "server", "stop");
        }
    }

    private static async Task EndAsync(Process worker)
    {
        if (!worker.HasExited)
        {
            using Process kill = Process.Start("kill", [$"{worker.Id}"]);
            await worker.WaitForExitAsync();
        }
    }

    private Process Start(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(_program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HOME"] = _home;
        start.Environment.Remove("MERLIN_BROKER");
        return Process.Start(start)!;
    }

    private string Setting(string name)
    {
        string text = File.ReadAllText(Configuration);
        return Settings().Matches(text).Single(match => match.Groups["name"].Value == name).Groups["value"].Value;
    }

    [GeneratedRegex("""^ +(?<name>\w+): ["']?(?<value>[^"'\n]+)["']?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Settings();
}
