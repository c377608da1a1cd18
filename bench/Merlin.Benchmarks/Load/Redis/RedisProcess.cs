using System.Diagnostics;
using System.Net.Sockets;

namespace Merlin.Benchmarks.Load.Redis;

/// <summary>A Redis server that writes everything to the disk before it answers.</summary>
internal sealed class RedisProcess : IDisposable
{
    private const string Program = "redis-server";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly string _socket;

    private RedisProcess(Process process, string socket)
    {
        _process = process;
        _socket = socket;
    }

    /// <summary>Whether there is a Redis server on this machine.</summary>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(directory => File.Exists(Path.Combine(directory, Program)));

    /// <summary>Starts one on an empty database.</summary>
    /// <param name="directory">A directory for its files; made.</param>
    public static async Task<RedisProcess> StartAsync(string directory)
    {
        Directory.CreateDirectory(directory);
        string socket = Path.Combine(directory, "redis.sock");
        var start = new ProcessStartInfo(
            Program,
            [
                "--port", "0", "--unixsocket", socket, "--dir", directory, "--pidfile", Path.Combine(directory, "redis.pid"),
                "--appendonly", "yes", "--appendfsync", "always", "--save", "",
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var redis = new RedisProcess(process, socket);
        await redis.AwaitAsync();
        return redis;
    }

    public async Task<RespConnection> ConnectAsync() => await RespConnection.OpenAsync(_socket);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task AwaitAsync()
    {
        while (!_process.HasExited)
        {
            try
            {
                using RespConnection connection = await ConnectAsync();
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }

        throw new IOException($"{Program} has not started.");
    }
}
