namespace Merlin.Benchmarks.Load.Brokers;

/// <summary>How clients reach a broker.</summary>
internal enum Transport
{
    /// <summary>A socket of this host's file system, without encryption.</summary>
    Ipc,

    /// <summary>TCP over the loopback, with CURVE.</summary>
    Curve,
}
