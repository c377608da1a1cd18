using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Server;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>What a broker, its files and its network line do not give away, and what a key's end ends.</summary>
public sealed class SecrecyTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Secret = "tell-nobody-4711";
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public Task Commands_are_neither_in_the_database_nor_on_the_wire() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        await using var proxy = new RecordingProxy(await PortAsync(server));
        string through = await ThroughAsync(site, server, proxy);
        string inner = site.Write("inner.yaml", Spec("inner", $"echo {Secret}-within"));
        string outer = site.Write("outer.yaml", Spec("outer", $"echo {Secret}; merlin run {inner}"));
        RunningCommand worker = site.StartMerlin("worker", "-c", "2", "--broker", through);

        (await site.MerlinAsync("run", outer, "--wait", "--broker", through)).Ended(0);
        string workspace = site.Workspaces().Single(static path => path.Contains("outer", StringComparison.Ordinal));
        Assert.Contains(Secret, await File.ReadAllTextAsync(Path.Combine(workspace, "a", "a.out")), StringComparison.Ordinal);
        await ExpectChildAsync(site, through);
        await EndAsync(site, worker);

        Assert.All(proxy.Records, static bytes => AssertHides(bytes, "the wire"));
        Assert.Contains(proxy.Records, static bytes => bytes.Length > 1000);
        string[] files = [.. Directory.GetFiles(server.Root, "*", SearchOption.AllDirectories).Where(static file => !IsSocket(file))];
        string[] readable = [.. files.Where(static file => !IsLock(file))];
        Assert.Contains(readable, static file => Holds(File.ReadAllBytes(file), "outer")); // so they are the right files
        Assert.All(readable, static file => AssertHides(File.ReadAllBytes(file), file));
        Assert.All(files, static file => Assert.True((File.GetUnixFileMode(file) & Others) == UnixFileMode.None, file));
    }));

    [Fact]
    public Task A_revoked_key_ends_its_worker_and_its_wait() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        string second = Path.Combine(site.Work, "second.yaml");
        (await server.RunAsync("authorize", "second", "--owner", Environment.UserName, "--output", second)).Ended(0);
        string started = Path.Combine(site.Work, "started");
        string go = Path.Combine(site.Work, "go");
        string spec = site.Write("held.yaml", Spec("held", $"touch {started}; while [ ! -e {go} ]; do sleep 0.05; done"));
        RunningCommand worker = site.StartMerlin("worker", "-c", "1", "--broker", second);
        RunningCommand wait = site.StartMerlin("run", spec, "--wait", "--broker", second);
        await Wait.UntilAsync(wait, () => File.Exists(started));

        (await server.RunAsync("revoke", "second")).Ended(0);

        CommandResult waited = await wait.EndWithoutInputAsync();
        Assert.NotEqual(0, waited.ExitCode);
        Assert.Contains("revoked", waited.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(go, "");
        CommandResult worked = await worker.EndWithoutInputAsync();
        Assert.Contains("revoked", worked.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, worked.ExitCode);
        Assert.Contains("held", (await site.MerlinAsync("studies", "--broker", server.Client)).Ended(0).Out, StringComparison.Ordinal);
    }));

    private static string Spec(string name, string command) =>
        $"description: {{name: {name}, description: d}}\nstudy:\n- name: a\n  description: d\n  run:\n    cmd: |\n      {command}\n";

    // The study that the step has started is its owner's, and knows where it comes from.
    private static async Task ExpectChildAsync(Site site, string configuration)
    {
        string last = "";
        await Wait.UntilAsync(
            async () =>
            {
                last = (await site.MerlinAsync("studies", "--all", "--json", "--broker", configuration)).Ended(0).Out;
                JsonNode? child = JsonNode.Parse(last)!["studies"]!.AsArray().SingleOrDefault(static study => study!["study"]!.GetValue<string>() == "inner");
                return child?["parent"] is not null && child["owner"]!.GetValue<string>() == Environment.UserName
                    && child["closed"] is not null;
            },
            () => last);
    }

    private static async Task EndAsync(Site site, RunningCommand worker)
    {
        (await site.ProgramAsync("kill", worker.Id.ToString(CultureInfo.InvariantCulture))).Ended(0);
        await worker.EndWithoutInputAsync();
    }

    private static async Task<int> PortAsync(ServerSite server)
    {
        string line = (await File.ReadAllLinesAsync(server.Client)).Single(static line => line.Contains("tcp://", StringComparison.Ordinal));
        return int.Parse(line[(line.LastIndexOf(':') + 1)..].Trim().Trim('\''), CultureInfo.InvariantCulture);
    }

    private static async Task<string> ThroughAsync(Site site, ServerSite server, RecordingProxy proxy)
    {
        string[] lines = await File.ReadAllLinesAsync(server.Client);
        string path = site.Write("through.yaml", string.Join('\n', lines.Select(line =>
            line.Contains("tcp://", StringComparison.Ordinal) ? $"  address: tcp://127.0.0.1:{proxy.Port}" : line)));
        File.SetUnixFileMode(path, UserOnly);
        return path;
    }

    private static bool IsSocket(string file) => file.EndsWith(".ipc", StringComparison.Ordinal);

    // Held locked by the running broker; it names the process that does.
    private static bool IsLock(string file) => Path.GetFileName(file) == "lock";

    private static void AssertHides(byte[] bytes, string where) =>
        Assert.False(Holds(bytes, Secret), $"A command is readable in {where}.");

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
