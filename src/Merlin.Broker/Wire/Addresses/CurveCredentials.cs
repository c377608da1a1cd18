using System.Text;

namespace Merlin.Broker.Wire;

/// <summary>What a client needs to speak with a broker over <c>tcp://</c>. All keys are 40 characters of Z85.</summary>
public sealed record CurveCredentials
{
    private const int KeyLength = 40;

    // The alphabet of ZeroMQ RFC 32 without letters and digits.
    private const string Punctuation = ".-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>Takes the keys in.</summary>
    /// <param name="serverPublicKey">The broker's public key, by which the client knows that it speaks with the right one.</param>
    /// <param name="publicKey">The client's public key, which the broker has authorized.</param>
    /// <param name="secretKey">The client's secret key.</param>
    /// <exception cref="BrokerAddressException">A key is not one.</exception>
    public CurveCredentials(string serverPublicKey, string publicKey, string secretKey)
    {
        ServerPublicKey = Checked(serverPublicKey, "The broker's public key (server_key)");
        PublicKey = Checked(publicKey, "The client's public key (public_key)");
        SecretKey = Checked(secretKey, "The client's secret key (secret_key)");
    }

    /// <summary>The broker's public key.</summary>
    public string ServerPublicKey { get; }

    /// <summary>The client's public key.</summary>
    public string PublicKey { get; }

    /// <summary>The client's secret key; never printed.</summary>
    public string SecretKey { get; }

    /// <summary>Whether a text has the form of a key.</summary>
    /// <param name="text">The text.</param>
    public static bool IsKey(string text) =>
        text.Length == KeyLength && text.All(c => char.IsAsciiLetterOrDigit(c) || Punctuation.Contains(c, StringComparison.Ordinal));

    private static string Checked(string key, string what) => IsKey(key)
        ? key
        : throw new BrokerAddressException($"{what} is not a key: a key has 40 characters, as 'merlin server authorize' writes them.");

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(PublicKey)).Append(" = ").Append(PublicKey);
        return true;
    }
}
