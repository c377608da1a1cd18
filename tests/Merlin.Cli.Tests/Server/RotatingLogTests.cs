using Merlin.Cli.Server.Running;

namespace Merlin.Cli.Tests.Server;

/// <summary>The log of a broker in the background.</summary>
public sealed class RotatingLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-").FullName;

    private string Log => Path.Combine(_directory, "server.log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_newest_lines_are_kept_in_so_many_files()
    {
        using (var log = new RotatingLog(Log, largestBytes: 10, files: 3))
        {
            foreach (string line in (string[])["one", "two", "three", "four", "five", "six", "seven"])
            {
                log.WriteLine(line);
            }
        }

        Assert.Equal(["seven"], File.ReadAllLines(Log));
        Assert.Equal(["five", "six"], File.ReadAllLines(Log + ".1"));
        Assert.Equal(["three", "four"], File.ReadAllLines(Log + ".2"));
        Assert.Equal(3, Directory.GetFiles(_directory).Length);
    }

    [Fact]
    public void A_log_goes_on_where_it_ended()
    {
        for (int i = 0; i < 2; i++)
        {
            using var log = new RotatingLog(Log, largestBytes: 1000, files: 1);
            log.WriteLine($"{i}");
        }

        Assert.Equal(["0", "1"], File.ReadAllLines(Log));
    }

    [Fact]
    public void One_file_begins_anew()
    {
        using (var log = new RotatingLog(Log, largestBytes: 5, files: 1))
        {
            log.WriteLine("aaaa");
            log.WriteLine("bbbb");
        }

        Assert.Equal(["bbbb"], File.ReadAllLines(Log));
    }
}
