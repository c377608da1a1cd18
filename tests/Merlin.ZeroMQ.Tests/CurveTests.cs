namespace Merlin.ZeroMQ.Tests;

public class CurveTests
{
    [Fact]
    public void A_public_key_follows_from_its_secret_key()
    {
        var pair = CurveKeyPair.Generate();
        Assert.Equal(40, pair.PublicKey.Length);
        Assert.Equal(40, pair.SecretKey.Length);
        Assert.Equal(pair, CurveKeyPair.FromSecretKey(pair.SecretKey));
        Assert.NotEqual(pair, CurveKeyPair.Generate());
        Assert.DoesNotContain(pair.SecretKey, pair.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_key_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CurveKeyPair.FromSecretKey("short"));
        Assert.Throws<ArgumentException>(() => CurveKeyPair.FromSecretKey(new string('a', 400)));
        Assert.Throws<ArgumentException>(() => CurveKeyPair.FromSecretKey(new string('ä', 40)));
        Assert.Throws<ArgumentException>(() => CurveKeyPair.ToText(new byte[31]));
    }

    // The example of ZeroMQ RFC 32.
    [Fact]
    public void Bytes_are_written_as_Z85() => Assert.Equal(
        string.Concat(Enumerable.Repeat("HelloWorld", 4)),
        CurveKeyPair.ToText([.. Enumerable.Repeat(new byte[] { 0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B }, 4).SelectMany(part => part)]));

    [Fact]
    public void Frames_travel_encrypted_between_those_who_know_each_others_keys()
    {
        var server = CurveKeyPair.Generate();
        var client = CurveKeyPair.Generate();
        using var context = new ZeroMQContext(ioThreads: 1);
        using var router = new ZeroMQSocket(
            context, SocketKind.Router, new SocketSettings { ServerSecretKey = server.SecretKey });
        router.Bind("tcp://127.0.0.1:*");
        using var dealer = new ZeroMQSocket(context, SocketKind.Dealer, new SocketSettings
        {
            ServerPublicKey = server.PublicKey,
            PublicKey = client.PublicKey,
            SecretKey = client.SecretKey,
        });
        dealer.Connect(router.LastEndpoint);
        Assert.Equal(SendResult.Sent, dealer.TrySend("secret"u8));
        Assert.Equal("secret"u8.ToArray(), Waits.Receive(router)[1]);
    }
}
