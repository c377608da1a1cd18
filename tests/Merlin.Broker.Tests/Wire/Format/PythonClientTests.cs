using Merlin.Broker.Wire;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary><c>docs/protocol.md</c> is enough to write a client from.</summary>
public sealed class PythonClientTests
{
    [PythonTheory]
    [InlineData("ipc")]
    [InlineData("tcp")]
    public void A_client_written_from_the_document_submits_a_study_works_it_off_and_reads_its_status(string kind)
    {
        using var rig = new WireRig();
        BrokerEndpoint endpoint = rig.Endpoint(kind);
        string[] keys = endpoint.Curve is { } curve ? [curve.ServerPublicKey, curve.PublicKey, curve.SecretKey] : [];

        (int exitCode, string words) = PythonClient.Check([endpoint.Address, .. keys]);

        Assert.True(exitCode == 0, words);
        Assert.Contains(": 1001 tasks", words, StringComparison.Ordinal);
    }
}
