using System.Text.Json.Nodes;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Server;

/// <summary>A broker from its initialization to its end, by the real program.</summary>
public sealed class ServerLifeTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task Initialization_makes_private_files_and_keeps_what_is_there() => AtAsync(async site =>
    {
        var server = new ServerSite(site);

        CommandResult first = (await server.RunAsync("init")).Ended(0);

        Assert.Contains("successful", first.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.Root));
        string[] files = ["app.yaml", "authorized_keys.yaml", "server.yaml", "server_key.yaml"];
        Assert.All(files, name => Assert.True(ServerSite.IsPrivate(server.File(name)), name));
        Assert.True(ServerSite.IsPrivate(Path.Combine(site.Home, ".merlin", "owner_key")));
        string[] before = [.. files.Select(name => File.ReadAllText(server.File(name)))];

        (await server.RunAsync("init")).Ended(0);

        Assert.Equal(before, files.Select(name => File.ReadAllText(server.File(name))));
    });

    [Fact]
    public Task A_directory_that_others_can_enter_is_refused() => AtAsync(async site =>
    {
        var server = new ServerSite(site);
        Directory.CreateDirectory(server.Root);
        File.SetUnixFileMode(server.Root, File.GetUnixFileMode(server.Root) | UnixFileMode.OtherExecute);

        CommandResult refused = (await server.RunAsync("init")).Ended(1);

        Assert.Contains($"chmod 700 {server.Root}", refused.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task Before_its_initialization_every_command_says_so() => AtAsync(async site =>
    {
        var server = new ServerSite(site);

        CommandResult status = (await server.RunAsync("status")).Ended(1);
        Assert.Contains("Merlin server is not initialized", status.Text, StringComparison.Ordinal);

        foreach (string command in (string[])["start", "stop", "restart", "config", "list"])
        {
            Assert.Contains("merlin server init", (await server.RunAsync(command)).Ended(1).Error, StringComparison.Ordinal);
        }
    });

    [Fact]
    public Task It_starts_answers_and_ends() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        Assert.Contains("Merlin server is not running.", (await server.RunAsync("status")).Ended(1).Text, StringComparison.Ordinal);

        int process = await server.StartAsync();

        Assert.True(ProcessTable.Runs(process));
        Assert.Contains("Merlin server is running.", (await server.RunAsync("status")).Ended(0).Text, StringComparison.Ordinal);
        JsonNode status = await server.StatusAsync();
        Assert.Equal(process, (int)status["pid"]!);
        Assert.Equal(0, (int)status["open_studies"]!);
        Assert.Equal($"{process}", File.ReadAllText(server.File("server.pid")).Trim());
        Assert.True(ServerSite.IsPrivate(server.File("database/study.db")));
        Assert.True(ServerSite.IsPrivate(server.File("server.log")));

        CommandResult stopped = (await server.RunAsync("stop")).Ended(0);

        Assert.Contains("Merlin server terminated.", stopped.Error, StringComparison.Ordinal);
        Assert.False(ProcessTable.Runs(process));
        Assert.False(File.Exists(server.File("server.pid")));
        Assert.Contains("Merlin server is not running.", (await server.RunAsync("stop")).Ended(1).Error, StringComparison.Ordinal);
    }));

    [Fact]
    public Task It_does_not_start_twice() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        int process = await server.StartAsync();

        CommandResult second = (await server.RunAsync("start")).Ended(1);

        Assert.Contains("is running already", second.Error, StringComparison.Ordinal);
        Assert.Contains($"process {process} ", second.Error, StringComparison.Ordinal);
        Assert.True(ProcessTable.Runs(process));
    }));

    [Fact]
    public Task After_a_kill_it_starts_again_with_the_same_database() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        int first = await server.StartAsync();
        string broker = (string)(await server.StatusAsync())["broker"]!;

        (await site.ProgramAsync("/bin/kill", "-9", $"{first}")).Ended(0);
        await Wait.UntilAsync(() => !ProcessTable.Runs(first), () => "the broker still runs");
        Assert.Contains("not running", (await server.RunAsync("status")).Ended(1).Text, StringComparison.Ordinal);

        Assert.NotEqual(first, await server.StartAsync());
        Assert.Equal(broker, (string)(await server.StatusAsync())["broker"]!);
    }));

    [Fact]
    public Task A_restart_takes_a_new_port_in_and_tells_it_to_the_users_own_configuration() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        int first = await server.StartAsync();
        string port = ServerSite.FreePort();
        Assert.Contains($"port: {port}", (await server.RunAsync("config", "--port", port)).Ended(0).Out, StringComparison.Ordinal);

        CommandResult restarted = (await server.RunAsync("restart")).Ended(0);

        Assert.Contains("Merlin server terminated.", restarted.Error, StringComparison.Ordinal);
        Assert.False(ProcessTable.Runs(first));
        Assert.Contains($"address: tcp://127.0.0.1:{port}", File.ReadAllText(server.Client), StringComparison.Ordinal);
        Assert.Equal($"tcp://127.0.0.1:{port}", (string)(await server.StatusAsync())["address"]!);
    }));

    [Fact]
    public Task A_port_in_use_is_told_and_how_to_choose_another() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((System.Net.IPEndPoint)taken.LocalEndpoint).Port}";

        CommandResult refused = (await server.RunAsync("start", "--port", port)).Ended(1);

        Assert.Contains($"127.0.0.1:{port}", refused.Error, StringComparison.Ordinal);
        Assert.Contains("merlin server config --port", refused.Error, StringComparison.Ordinal);
        Assert.Contains("not running", (await server.RunAsync("status")).Ended(1).Text, StringComparison.Ordinal);
    }));

    [Fact]
    public Task In_the_foreground_it_logs_to_standard_error_and_ends_at_SIGTERM() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        RunningCommand broker = site.StartMerlin("server", "start", "--foreground");
        await Wait.UntilAsync(broker, () => broker.SoFar.Error.Contains("serves", StringComparison.Ordinal));

        await broker.SignalAsync("TERM");

        Assert.Contains("asked to end", (await broker.EndWithoutInputAsync()).Ended(0).Error, StringComparison.Ordinal);
    }));

    [Fact]
    public Task A_database_that_is_none_is_told_by_its_name() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        Directory.CreateDirectory(server.File("database"));
        await File.WriteAllTextAsync(server.File("database/study.db"), new string('x', 5000));

        CommandResult refused = (await server.RunAsync("start")).Ended(1);

        Assert.Contains(server.File("database/study.db"), refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }));

    [Fact]
    public Task Flags_of_other_servers_are_accepted_with_one_warning() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        CommandResult result = (await server.RunAsync(
            "config", "-pwd", "secret", "-ss", "10", "-sc", "5", "-am", "always", "--add-user", "bob", "pw")).Ended(0);

        Assert.Contains("--password, --snapshot-seconds, --snapshot-changes, --append-mode: ignored", result.Error, StringComparison.Ordinal);
        Assert.Contains("merlin server authorize", result.Error, StringComparison.Ordinal);
    }));

    [Fact]
    public Task A_unit_for_systemd_starts_this_directory() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        string unit = (await server.RunAsync("systemd")).Ended(0).Out;

        Assert.Contains("ExecStart=", unit, StringComparison.Ordinal);
        Assert.Contains($"server start --foreground --directory \"{server.Root}\"", unit, StringComparison.Ordinal);
    }));
}
