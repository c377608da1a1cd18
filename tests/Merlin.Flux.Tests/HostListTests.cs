using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

public sealed class HostListTests
{
    [Theory]
    [InlineData("node[01-03,7],login", "node01 node02 node03 node7 login")]
    [InlineData("a[0-1]b,c", "a0b a1b c")]
    [InlineData("a[8-011]", "a8 a9 a10 a11")]
    [InlineData("x,,y", "x y")]
    [InlineData("x y", "x y")]
    [InlineData("", "")]
    public void A_list_is_expanded(string text, string hosts) =>
        Assert.Equal(hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries), HostList.Parse(text));

    [Theory]
    [InlineData("a[2-1]")]
    [InlineData("a[1")]
    [InlineData("a1]")]
    [InlineData("a[[1]]")]
    [InlineData("a[1-2]b[3]")]
    [InlineData("a[x]")]
    [InlineData("a[]")]
    [InlineData("a[0-99999999999]")]
    public void Other_text_is_refused(string text)
    {
        FormatException refused = Assert.Throws<FormatException>(() => HostList.Parse(text));
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var random = new Random(20260103);
        for (int round = 0; round < 500; round++)
        {
            var hosts = new HostList(Some(random));
            HostList again = HostList.Parse(hosts.ToString());
            Assert.Equal(hosts.AsEnumerable(), again);
            Assert.True(hosts.Equals(again));
            Assert.Equal(hosts.GetHashCode(), again.GetHashCode());
        }
    }

    [FluxFact]
    public async Task Flux_writes_the_same()
    {
        var random = new Random(20260104);
        for (int round = 0; round < 15; round++)
        {
            string[] hosts = [.. Some(random)];
            string theirs = await RealFlux.RunAloneAsync("hostlist", string.Join(',', hosts));
            Assert.Equal(theirs, new HostList(hosts).ToString());
            Assert.Equal(hosts, HostList.Parse(theirs));
        }
    }

    // Runs of neighbours, numbers of several widths, names without numbers, and repetitions.
    private static IEnumerable<string> Some(Random random)
    {
        string[] names = ["node", "gpu-", "login", "rack1n"];
        int blocks = random.Next(1, 8);
        for (int block = 0; block < blocks; block++)
        {
            string name = names[random.Next(names.Length)];
            int first = random.Next(120);
            int width = random.Next(1, 5);
            int count = random.Next(0, 5);
            yield return name;
            for (int at = 0; at < count; at++)
            {
                yield return name + (first + at).ToString().PadLeft(width, '0');
            }
        }
    }
}
