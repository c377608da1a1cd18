namespace Merlin.Flux.Tests;

public sealed class FluxUriTests
{
    [Fact]
    public void An_address_on_this_host_needs_no_ssh()
    {
        string host = Environment.MachineName;
        Assert.Equal("local:///run/x/local-0", new FluxUri($"ssh://{host}/run/x/local-0").Nearest().Text);
        Assert.Equal("local:///run/x/local-0", new FluxUri($"ssh://me@{host}.example.org:22/run/x/local-0").Nearest().Text);
        Assert.Equal("local:///run/x/local-0", new FluxUri("ssh://localhost/run/x/local-0").Nearest().Text);
    }

    [Fact]
    public void An_address_whose_socket_is_here_needs_no_ssh()
    {
        string path = Path.GetTempFileName();
        Assert.Equal($"local://{path}", new FluxUri($"ssh://another-name/{path.TrimStart('/')}").Nearest().Text);
        File.Delete(path);
    }

    [Theory]
    [InlineData("ssh://elsewhere/run/flux/local")]
    [InlineData("ssh://elsewhere")]
    [InlineData("local:///run/flux/local")]
    public void Another_address_stays(string text) => Assert.Equal(text, new FluxUri(text).Nearest().Text);

    [Theory]
    [InlineData("local:///run/flux/local", "/run/flux/local")]
    [InlineData("ssh://elsewhere/run/flux/local", null)]
    public void A_local_address_has_a_path(string text, string? path) => Assert.Equal(path, new FluxUri(text).LocalPath);
}
