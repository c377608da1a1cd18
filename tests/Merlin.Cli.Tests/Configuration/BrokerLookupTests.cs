using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Tests.Configuration;

/// <summary>Which configuration is used, of several that are there.</summary>
public sealed class BrokerLookupTests
{
    [Fact]
    public void The_nearer_place_wins()
    {
        using var site = new ConfigurationSite();
        string home = ConfigurationSite.Write(site.Home, "app.yaml", ConfigurationSite.Local("home"));
        Assert.Equal(home, site.Find().Source);

        string chosen = ConfigurationSite.Write(site.Work, "chosen.yaml", ConfigurationSite.Local("chosen"));
        ConfigurationSite.Write(site.Home, "config_path.txt", chosen + "\n");
        Assert.Equal(chosen, site.Find().Source);

        string here = ConfigurationSite.Write(site.Work, "app.yaml", ConfigurationSite.Local("here"));
        Assert.Equal(here, site.Find().Source);

        string named = ConfigurationSite.Write(site.Work, "named.yaml", ConfigurationSite.Local("named"));
        Assert.Equal(named, site.Find(variable: named).Source);

        string given = ConfigurationSite.Write(site.Work, "given.yaml", ConfigurationSite.Local("given"));
        Assert.Equal(given, site.Find(option: given, variable: named).Source);
        Assert.Equal("ipc:///given", site.Find(option: given, variable: named).Endpoint.Address);
    }

    [Fact]
    public void A_socket_can_be_named_alone()
    {
        using var site = new ConfigurationSite();

        BrokerConfiguration found = site.Find(variable: "ipc://server/broker.ipc");

        Assert.Equal($"ipc://{site.Work}/server/broker.ipc", found.Endpoint.Address);
        Assert.Equal(BrokerConfiguration.DefaultQueueTag, found.QueueTag);
        Assert.Equal("MERLIN_BROKER", found.Source);
    }

    [Fact]
    public void A_network_address_alone_is_refused_for_lack_of_keys()
    {
        using var site = new ConfigurationSite();

        UserErrorException refusal = Assert.Throws<UserErrorException>(() => site.Find(option: "tcp://host:1"));

        Assert.Contains("keys", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_names_every_way_out()
    {
        using var site = new ConfigurationSite();

        UserErrorException refusal = Assert.Throws<UserErrorException>(() => site.Find());

        Assert.All(
            (string[])["--broker", "MERLIN_BROKER", "app.yaml", "merlin config use", "--local"],
            word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_choice_that_has_vanished_is_told_and_passed_over()
    {
        using var site = new ConfigurationSite();
        ConfigurationSite.Write(site.Home, "config_path.txt", "/not/there.yaml");
        string home = ConfigurationSite.Write(site.Home, "app.yaml", ConfigurationSite.Local("home"));

        Assert.Equal(home, site.Find().Source);
        Assert.Contains("/not/there.yaml", site.Screen.Error, StringComparison.Ordinal);
    }
}
