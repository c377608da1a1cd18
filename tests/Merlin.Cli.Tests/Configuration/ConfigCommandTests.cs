using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Configuration;

/// <summary><c>merlin config</c> by the real program.</summary>
public sealed class ConfigCommandTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task Create_writes_a_private_template_chooses_it_and_never_overwrites() => AtAsync(async site =>
    {
        string file = Path.Combine(site.Home, ".merlin", "app.yaml");

        (await site.MerlinAsync("config", "create")).Ended(0);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(file, File.ReadAllText(Path.Combine(site.Home, ".merlin", "config_path.txt")));
        Assert.True(File.Exists(Path.Combine(site.Home, ".merlin", "owner_key")));
        string text = File.ReadAllText(file);
        Assert.Contains("already", (await site.MerlinAsync("config", "create")).Ended(0).Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file));
    });

    [Fact]
    public Task Other_kinds_of_brokers_are_accepted_with_a_warning() => AtAsync(async site =>
    {
        CommandResult created = (await site.MerlinAsync("config", "create", "--task-server", "celery", "--broker", "redis", "-o", "x.yaml")).Ended(0);

        Assert.Contains("a broker of its own", created.Error, StringComparison.Ordinal);
        Assert.Contains("name: merlin", File.ReadAllText(Path.Combine(site.Work, "x.yaml")), StringComparison.Ordinal);
    });

    [Fact]
    public Task Use_records_an_absolute_path() => AtAsync(async site =>
    {
        string file = site.Write("deep/my.yaml", ConfigurationSite.Local("x"));

        (await site.MerlinAsync("config", "use", "deep/my.yaml")).Ended(0);

        Assert.Equal(file, File.ReadAllText(Path.Combine(site.Home, ".merlin", "config_path.txt")));
    });

    [Fact]
    public Task For_a_test_the_choice_lies_beside_the_file() => AtAsync(async site =>
    {
        string file = site.Write("deep/my.yaml", ConfigurationSite.Local("x"));

        (await site.MerlinAsync("config", "--test", "use", "deep/my.yaml")).Ended(0);

        Assert.Equal(file, File.ReadAllText(Path.Combine(site.Work, "deep", "config_path.txt")));
        Assert.False(Directory.Exists(Path.Combine(site.Home, ".merlin")));
    });

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("a: [", "not closed")]
    [InlineData("broker: {name: merlin}", "'address' is missing")]
    public Task Use_refuses_what_is_no_configuration(string? text, string reason) => AtAsync(async site =>
    {
        if (text is not null)
        {
            site.Write("my.yaml", text);
        }

        Assert.Contains(reason, (await site.MerlinAsync("config", "use", "my.yaml")).Ended(1).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(site.Home, ".merlin")));
    });

    [Fact]
    public Task The_broker_is_changed_where_it_has_a_meaning_and_the_rest_is_told_once() => AtAsync(async site =>
    {
        string file = site.Write("my.yaml", "celery: {queue_tag: t_}\nbroker: {name: redis, server: old}\n");

        CommandResult result = (await site.MerlinAsync(
            "config", "update-broker", "-t", "redis", "--cf", file, "-s", "new.host", "-p", "123", "-u", "me", "--pf", "pw", "-d", "0")).Ended(0);

        Assert.Contains("--username, --password-file, --db-num: ignored", result.Error, StringComparison.Ordinal);
        Assert.Contains("address: tcp://new.host:123", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("queue_tag: t_", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.DoesNotContain("redis", File.ReadAllText(file), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_backend_is_accepted_and_nothing_is_changed() => AtAsync(async site =>
    {
        CommandResult result = (await site.MerlinAsync("config", "update-backend", "-t", "redis", "-s", "x", "-e", "y")).Ended(0);

        Assert.Contains("Nothing was changed", result.Error, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(1, "config")]
    [InlineData(1, "server")]
    [InlineData(2, "config", "update-broker")]
    [InlineData(2, "config", "update-broker", "-t", "merlin", "-p", "99999")]
    [InlineData(2, "server", "config", "--ipaddress", "nowhere")]
    [InlineData(2, "server", "authorize", "bob", "--role", "king")]
    public Task A_wrong_command_line_shows_help(int exitCode, params string[] words) => AtAsync(async site =>
        Assert.Contains("Usage:", (await site.MerlinAsync(words)).Ended(exitCode).Text, StringComparison.Ordinal));
}
