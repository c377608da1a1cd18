using System.Diagnostics;
using System.Globalization;
using Merlin.Broker.Lines;
using Merlin.Broker.Wire;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Benchmarks.Load.Brokers;

/// <summary>A broker in a process of its own, and how to reach it.</summary>
internal sealed class BrokerProcess : IDisposable
{
    /// <summary>The command of this program that is such a broker.</summary>
    public const string Command = "load-broker";

    private readonly Process _process;
    private readonly BrokerEndpoint _endpoint;

    private BrokerProcess(Process process, BrokerEndpoint endpoint)
    {
        _process = process;
        _endpoint = endpoint;
    }

    /// <summary>Starts one on a new database.</summary>
    /// <param name="directory">A directory for its files; made, and private.</param>
    /// <param name="transport">How it is reached.</param>
    /// <param name="leaseSize">The most tasks in a lease.</param>
    public static async Task<BrokerProcess> StartAsync(string directory, Transport transport, int leaseSize)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string size = leaseSize.ToString(CultureInfo.InvariantCulture);
        if (transport == Transport.Ipc)
        {
            (Process process, string address) = await StartAsync(directory, $"ipc://{directory}/broker.sock", size);
            return new BrokerProcess(process, new BrokerEndpoint(address, null));
        }
        else
        {
            CurveKeyPair broker = CurveKeyPair.Generate();
            CurveKeyPair client = CurveKeyPair.Generate();
            (Process process, string address) =
                await StartAsync(directory, "tcp://127.0.0.1:0", size, broker.SecretKey, client.PublicKey);
            var credentials = new CurveCredentials(broker.PublicKey, client.PublicKey, client.SecretKey);
            return new BrokerProcess(process, new BrokerEndpoint(address, credentials));
        }
    }

    /// <summary>Opens a line to it.</summary>
    public IBrokerChannel Connect(IBrokerListener listener) =>
        WireClient.Connect(_endpoint, "bench", listener, NullLogger.Instance);

    /// <summary>Lets it end in order.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<(Process Process, string Address)> StartAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Command, directory, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        Process process = Process.Start(start)!;
        string? address = await process.StandardOutput.ReadLineAsync();
        return address is null ? throw new IOException("The broker has not started.") : (process, address);
    }
}
