using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Tests.Configuration;

/// <summary>What is made of an app.yaml.</summary>
public sealed class BrokerConfigurationTests
{
    private static readonly CurveCredentials Keys = new(new string('s', 40), new string('p', 40), new string('*', 40));

    [Fact]
    public void What_is_written_is_read()
    {
        using var site = new ConfigurationSite();

        BrokerConfiguration read = site.Read(ConfigurationText.Complete("tcp://host.example:4711", Keys, "the key"));

        Assert.Equal("tcp://host.example:4711", read.Endpoint.Address);
        Assert.Equal(Keys, read.Endpoint.Curve);
        Assert.Equal("the key", read.OwnerKey);
        Assert.Equal("[merlin]_", read.QueueTag);
        Assert.True(read.IsRemote);
        Assert.Empty(site.Screen.Error);
    }

    [Theory]
    [InlineData("celery: {queue_tag: mine_}", "mine_")]
    [InlineData("celery: {queue_tag: mine_, omit_queue_tag: true}", "")]
    [InlineData("celery: {omit_queue_tag: false}", "[merlin]_")]
    public void The_tag_of_queues_is_the_users(string celery, string tag)
    {
        using var site = new ConfigurationSite();

        Assert.Equal(tag, site.Read($"{celery}\n{ConfigurationSite.Local("s")}").QueueTag);
    }

    [Fact]
    public void A_file_with_secrets_that_others_can_read_is_refused()
    {
        using var site = new ConfigurationSite();
        string path = ConfigurationSite.Write(site.Work, "app.yaml", ConfigurationText.Complete("tcp://h:1", Keys, null));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        UserErrorException refusal = Assert.Throws<UserErrorException>(() => site.Find());

        Assert.Contains($"chmod 600 {path}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broker: {name: rabbitmq, server: x}", "RabbitMQ or Redis")]
    [InlineData("broker: {name: rediss}", "RabbitMQ or Redis")]
    [InlineData("broker: {url: 'redis://x'}", "RabbitMQ or Redis")]
    [InlineData("celery: {queue_tag: x}", "no 'broker' section")]
    [InlineData("broker: {name: other}", "some.yaml:1:16: there is no broker 'other'")]
    [InlineData("broker: {name: merlin}", "'address' is missing")]
    [InlineData("broker:\n  name: merlin\n  address: tcp://<host>:<port>", "some.yaml:3:12: 'tcp://<host>:<port>' still stands")]
    [InlineData("broker:\n  address: http://x", "some.yaml:2:12")]
    [InlineData("broker:\n  address: tcp://h:1", "server_key, public_key, secret_key is missing")]
    [InlineData("broker:\n  address: [1]", "must be one value")]
    [InlineData("broker: 5", "'broker' must be a mapping")]
    [InlineData("celery: {omit_queue_tag: perhaps}\nbroker: {address: 'ipc:///x'}", "true or false")]
    [InlineData("- 1", "must be a mapping")]
    [InlineData("a: [", "some.yaml:")]
    public void What_cannot_be_used_is_refused_with_its_place(string text, string words)
    {
        using var site = new ConfigurationSite();

        UserErrorException refusal = Assert.Throws<UserErrorException>(() => site.Read(text));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_the_wrong_length_is_told_by_its_name()
    {
        using var site = new ConfigurationSite();
        string text = ConfigurationText.Complete("tcp://h:1", Keys, null).Replace(new string('p', 40), "short", StringComparison.Ordinal);

        UserErrorException refusal = Assert.Throws<UserErrorException>(() => site.Read(text));

        Assert.Contains("'public_key' must be a key of 40 characters", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelled_key_is_told_with_its_line_and_the_word_that_was_meant()
    {
        using var site = new ConfigurationSite();

        site.Read("celery:\n  que_tag: x\nbroker:\n  address: ipc:///x\n");

        Assert.Contains("some.yaml:2:3: 'celery.que_tag' means nothing here; is 'queue_tag' meant?", site.Screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_address_leaves_the_rest_as_it_was()
    {
        using var site = new ConfigurationSite();
        string path = ConfigurationSite.Write(
            site.Work, "app.yaml", ConfigurationText.Complete("tcp://old:1", Keys, null) + "results_backend:\n  certs: [a, 'b: c']\n");

        string address = ConfigurationEdit.SetBroker(path, host: null, port: 2, serverKey: null);

        Assert.Equal("tcp://old:2", address);
        BrokerConfiguration read = site.Find();
        Assert.Equal("tcp://old:2", read.Endpoint.Address);
        Assert.Equal(Keys, read.Endpoint.Curve);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Contains("'b: c'", File.ReadAllText(path), StringComparison.Ordinal);
    }
}
