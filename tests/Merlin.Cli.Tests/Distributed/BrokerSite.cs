using Merlin.Broker.Hosting;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Broker.Wire;
using Merlin.Cli.Commands;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Tests.Support;
using Merlin.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Cli.Tests.Distributed;

/// <summary>A broker on a socket of its own, workers for it, and the program that asks it, all in this process.</summary>
internal sealed class BrokerSite : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mb-").FullName;
    private readonly List<(TaskWorker Worker, CancellationTokenSource Stop, Task Run)> _workers = [];
    private readonly Store _store;
    private readonly BrokerHost _host;
    private readonly WireServer _server;
    private bool _brokerIsGone;

    public BrokerSite(Role role = Role.User)
    {
        string directory = Directory.CreateDirectory(
            Path.Combine(_root, "broker"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        Address = $"ipc://{directory}/s";
        Output = Directory.CreateDirectory(Path.Combine(_root, "studies")).FullName;
        _store = Store.Open(directory);
        _host = BrokerHost.Start(_store, new SchedulerOptions(), TimeProvider.System, "test");
        _server = WireServer.Start(
            _host,
            new WireServerOptions
            {
                Addresses = [Address],
                LocalIdentity = new ClientIdentity(Environment.UserName, Environment.UserName, role),
            },
            NullLogger.Instance);
    }

    public string Address { get; }

    /// <summary>Where studies make their workspaces.</summary>
    public string Output { get; }

    /// <summary>Writes a spec whose workspaces go to <see cref="Output"/>.</summary>
    public string Spec(string name, string rest) => Write(
        $"{name}.yaml",
        $"description: {{name: {name}, description: d}}\nenv: {{variables: {{OUTPUT_PATH: {Output}}}}}\n{rest}");

    public string Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a command line without telling it a broker.</summary>
    public static async Task<Said> PlainAsync(params string[] words)
    {
        var screen = new TestTerminal();
        CommandTree tree = CommandTree.Create(screen.Terminal, RunStudy.ExecuteAsync, RestartStudy.ExecuteAsync, words);
        int status = await new MerlinProgram(screen.Terminal, tree).RunAsync(words);
        return new Said(string.Join(' ', words), status, screen.Out, screen.Error);
    }

    /// <summary>Runs a command line for the broker of this site.</summary>
    public Task<Said> MerlinAsync(params string[] words) => PlainAsync([.. words, "--broker", Address]);

    /// <summary>Runs a study's spec and returns its workspace.</summary>
    public async Task<string> SubmitAsync(string spec, params string[] words)
    {
        HashSet<string> before = [.. Directory.GetDirectories(Output)];
        (await MerlinAsync(["run", spec, .. words])).Ended(ExitCode.Success);
        return Assert.Single(Directory.GetDirectories(Output), path => !before.Contains(path));
    }

    /// <summary>Starts a worker that serves some queues, or every queue.</summary>
    public void StartWorker(string name = "wk", int slots = 2, IReadOnlyList<string>? queues = null)
    {
        var stop = new CancellationTokenSource();
        ClientIdentity user = ClientIdentity.OfThisUser(Environment.UserName);
        var worker = new TaskWorker(
            new WorkerOptions { Name = name, Slots = slots, Queues = queues ?? [], StatusNamesWorker = true },
            listener => _host.Connect(user, listener),
            NullLogger.Instance);
        _workers.Add((worker, stop, worker.RunAsync(stop.Token)));
    }

    /// <summary>Takes the broker away for good; whoever asks it finds no socket.</summary>
    public async Task RemoveBrokerAsync()
    {
        if (_brokerIsGone)
        {
            return;
        }

        _brokerIsGone = true;
        foreach ((TaskWorker worker, CancellationTokenSource stop, Task run) in _workers)
        {
            await stop.CancelAsync();
            await run;
            await worker.DisposeAsync();
            stop.Dispose();
        }

        _server.Dispose();
        _host.Dispose();
        _store.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveBrokerAsync();
        Directory.Delete(_root, recursive: true);
    }
}
