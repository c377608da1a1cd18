using System.Globalization;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Wire;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>A broker in a process of its own, with a key for an honest user and one for a hostile user.</summary>
internal sealed class HostileRig : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CurveKeyPair _server = CurveKeyPair.Generate();
    private readonly ChildProcess _broker;

    public HostileRig()
    {
        _broker = ChildProcess.StartSelf(
            "serve", _directory.Path, _server.SecretKey, "alice", Alice.PublicKey, "mallory", Mallory.PublicKey);
        Address = _broker.ReadLine()!;
    }

    public CurveKeyPair Alice { get; } = CurveKeyPair.Generate();

    public CurveKeyPair Mallory { get; } = CurveKeyPair.Generate();

    public string Address { get; }

    public string ServerKey => _server.PublicKey;

    public int Port => new Uri(Address).Port;

    /// <summary>Bytes of memory that the broker's process has at present.</summary>
    public long Memory
    {
        get
        {
            string line = File.ReadLines($"/proc/{_broker.Id}/status")
                .First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
    }

    public BrokerEndpoint Endpoint(CurveKeyPair client) =>
        new(Address, new CurveCredentials(ServerKey, client.PublicKey, client.SecretKey));

    /// <summary>What a socket needs to be let in with a key.</summary>
    public SocketSettings Settings(CurveKeyPair client) => new()
    {
        ServerPublicKey = ServerKey,
        PublicKey = client.PublicKey,
        SecretKey = client.SecretKey,
        SendHighWaterMark = 1000,
        ReceiveHighWaterMark = 1000,
    };

    public void Dispose()
    {
        _broker.Dispose();
        _directory.Dispose();
    }
}
