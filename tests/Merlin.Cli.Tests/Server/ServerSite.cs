using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.Server;

/// <summary>Commands of a server in a test's working directory. Whatever a test leaves running is ended.</summary>
public sealed class ServerSite(Site site)
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public Site Site { get; } = site;

    /// <summary>The server's directory.</summary>
    public string Root => Path.Combine(Site.Work, "merlin_server");

    public string Client => File("app.yaml");

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>Runs a body beside a server that was initialized on a free port, and ends what it started.</summary>
    public static async Task UseAsync(Site site, Func<ServerSite, Task> body)
    {
        var server = new ServerSite(site);
        (await server.RunAsync("init", "--ipaddress", "127.0.0.1", "--port", FreePort())).Ended(0);
        try
        {
            await body(server);
        }
        finally
        {
            _ = await server.RunAsync("stop");
        }
    }

    /// <summary><c>merlin server …</c>.</summary>
    public Task<CommandResult> RunAsync(params IEnumerable<string> words) => Site.MerlinAsync(["server", .. words]);

    /// <summary>Starts the server in the background.</summary>
    /// <returns>Its process id, as the command told it.</returns>
    public async Task<int> StartAsync()
    {
        CommandResult started = (await RunAsync("start")).Ended(0);
        return ProcessIn(started.Error);
    }

    /// <summary>From its next start on, the broker takes a silent worker for lost after three seconds.</summary>
    public void ShortenLimits()
    {
        string settings = File("server.yaml");
        string text = System.IO.File.ReadAllText(settings);
        foreach ((string key, int seconds) in new (string, int)[]
            { ("heartbeat_seconds", 1), ("heartbeat_limit_seconds", 3), ("restart_grace_seconds", 3) })
        {
            text = Regex.Replace(text, $"^{key}: .*$", $"{key}: {seconds}", RegexOptions.Multiline);
        }

        System.IO.File.WriteAllText(settings, text);
    }

    /// <summary>What <c>merlin server status --json</c> answers.</summary>
    public async Task<JsonNode> StatusAsync() => JsonNode.Parse((await RunAsync("status", "--json")).Out)!;

    public static bool IsPrivate(string file) => System.IO.File.GetUnixFileMode(file) == UserOnly;

    public static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static int ProcessIn(string log)
    {
        const string Words = "Server started with PID ";
        int begin = log.IndexOf(Words, StringComparison.Ordinal) + Words.Length;
        return int.Parse(log.AsSpan(begin, log.IndexOf('.', begin) - begin), CultureInfo.InvariantCulture);
    }
}
