using System.Text.Json.Nodes;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Support;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Server;

/// <summary>Who gets in, by the real program and over a real network line.</summary>
public sealed class AuthorizationTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private readonly TestTerminal _screen = new();

    [Fact]
    public Task The_configuration_of_the_initialization_opens_a_line() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();

        using BrokerClient client = await OpenAsync(server.Client);

        BrokerGreeting greeting = await client.Greeting;
        Assert.Equal(Environment.UserName, greeting.Owner);
        BrokerInfo info = await client.AskAsync<BrokerInfo>(static number => new BrokerInfoRequest(number), CancellationToken.None);
        Assert.Equal(greeting.BrokerId, info.BrokerId);
    }));

    [Fact]
    public Task A_key_is_let_in_and_out_while_the_broker_runs() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        string file = Path.Combine(site.Work, "bob.yaml");

        (await server.RunAsync("authorize", "bobs-laptop", "--owner", "bob", "--output", file)).Ended(0);

        Assert.True(ServerSite.IsPrivate(file));
        using (BrokerClient client = await OpenAsync(file))
        {
            Assert.Equal("bob", (await client.Greeting).Owner);
        }

        (await server.RunAsync("revoke", "bobs-laptop")).Ended(0);

        UserErrorException refusal = await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync(file));
        Assert.Contains("tcp://127.0.0.1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }));

    [Fact]
    public Task A_revoked_key_is_dropped_though_its_line_is_open() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        string file = Path.Combine(site.Work, "bob.yaml");
        (await server.RunAsync("authorize", "bob", "--output", file)).Ended(0);
        using BrokerClient client = await OpenAsync(file);

        (await server.RunAsync("revoke", "bob")).Ended(0);

        await Assert.ThrowsAsync<BrokerUnavailableException>(
            () => client.AskAsync<BrokerInfo>(static number => new BrokerInfoRequest(number), CancellationToken.None));
    }));

    [Fact]
    public Task The_owners_key_is_given_to_the_owner_alone() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        string key = (await File.ReadAllTextAsync(Path.Combine(site.Home, ".merlin", "owner_key"))).Trim();
        (await server.RunAsync("authorize", "node1", "--owner", Environment.UserName, "--role", "worker", "-o", "own.yaml")).Ended(0);
        (await server.RunAsync("authorize", "bob", "-o", "bob.yaml")).Ended(0);

        Assert.Contains(key, await File.ReadAllTextAsync(server.Client), StringComparison.Ordinal);
        Assert.Contains(key, await File.ReadAllTextAsync(Path.Combine(site.Work, "own.yaml")), StringComparison.Ordinal);
        Assert.DoesNotContain(key, await File.ReadAllTextAsync(Path.Combine(site.Work, "bob.yaml")), StringComparison.Ordinal);
    }));

    [Fact]
    public Task A_key_whose_secret_stays_at_home_gets_in() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        (await site.MerlinAsync("config", "create", "-o", "mine.yaml")).Ended(0);
        string file = Path.Combine(site.Work, "mine.yaml");
        string publicKey = await ValueOfAsync(file, "public_key");

        (await server.RunAsync("authorize", "bob", "--public-key", publicKey)).Ended(0);

        string serverKey = await ValueOfAsync(server.Client, "server_key");
        string port = (await ValueOfAsync(server.File("server.yaml"), "port"));
        (await site.MerlinAsync(
            "config", "update-broker", "-t", "merlin", "--cf", file, "-s", "127.0.0.1", "-p", port, "--server-key", serverKey)).Ended(0);
        using BrokerClient client = await OpenAsync(file);
        Assert.Equal("bob", (await client.Greeting).Owner);
    }));

    [Fact]
    public Task The_list_tells_every_key() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        (await server.RunAsync("authorize", "node1", "--owner", "bob", "--role", "worker")).Ended(0);

        JsonArray keys = JsonNode.Parse((await server.RunAsync("list", "--json")).Ended(0).Out)!.AsArray();

        Assert.Equal(
            [$"{Environment.UserName} {Environment.UserName} user", "node1 bob worker"],
            keys.Select(static key => $"{key!["name"]} {key["owner"]} {key["role"]}"));
        Assert.Contains("node1", (await server.RunAsync("list")).Ended(0).Out, StringComparison.Ordinal);
    }));

    [Fact]
    public Task What_cannot_be_granted_or_taken_is_refused_and_changes_nothing() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        string before = await File.ReadAllTextAsync(server.File("authorized_keys.yaml"));
        site.Write("there.yaml", "");

        (string[] Words, string Reason)[] wrong =
        [
            (["authorize", Environment.UserName], "already"),
            (["authorize", "a/b"], "cannot be the name"),
            (["authorize", "bob", "--public-key", "short"], "40 characters"),
            (["authorize", "bob", "--output", "there.yaml"], "is there already"),
            (["revoke", "nobody"], "No key is called 'nobody'"),
        ];
        foreach ((string[] words, string reason) in wrong)
        {
            Assert.Contains(reason, (await server.RunAsync(words)).Ended(1).Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(server.File("authorized_keys.yaml")));
    }));

    [Fact]
    public Task A_damaged_list_leaves_the_keys_as_they_were() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();

        await File.WriteAllTextAsync(server.File("authorized_keys.yaml"), "keys: [{name: x}]\n");
        await Wait.UntilAsync(
            () => File.ReadAllText(server.File("server.log")).Contains("stay as they were", StringComparison.Ordinal),
            () => File.ReadAllText(server.File("server.log")));

        using BrokerClient client = await OpenAsync(server.Client);
        Assert.Equal(Environment.UserName, (await client.Greeting).Owner);
    }));

    [Fact]
    public Task With_another_servers_key_nobody_answers() => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        string text = await File.ReadAllTextAsync(server.Client);
        string wrong = site.Write("wrong.yaml", text.Replace(
            await ValueOfAsync(server.Client, "server_key"), await ValueOfAsync(server.Client, "public_key"), StringComparison.Ordinal));
        File.SetUnixFileMode(wrong, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        UserErrorException refusal = await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync(wrong));

        Assert.Contains("server_key", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(wrong, refusal.Message, StringComparison.Ordinal);
    }));

    // The clock of the wait is the system's: what is waited for is another process.
    private Task<BrokerClient> OpenAsync(string configuration)
    {
        var terminal = new Merlin.Cli.Screen.Terminal(
            TextWriter.Null, TextWriter.Null, static () => TextReader.Null, TimeProvider.System, _screen.Terminal.Traits, static () => 80);
        return BrokerAccess.Find(terminal, configuration).OpenAsync(CancellationToken.None);
    }

    private static async Task<string> ValueOfAsync(string file, string key)
    {
        string line = (await File.ReadAllLinesAsync(file)).Single(line => line.TrimStart().StartsWith($"{key}:", StringComparison.Ordinal));
        return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().Trim('\'');
    }
}
