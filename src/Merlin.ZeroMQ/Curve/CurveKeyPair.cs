using System.Text;

namespace Merlin.ZeroMQ;

/// <summary>A pair of CURVE keys, each 40 characters of Z85.</summary>
public sealed unsafe record CurveKeyPair
{
    private const int TextLength = 40;
    private const int KeySize = 32;

    private CurveKeyPair(string publicKey, string secretKey)
    {
        PublicKey = publicKey;
        SecretKey = secretKey;
    }

    /// <summary>The key that others may know.</summary>
    public string PublicKey { get; }

    /// <summary>The key that its holder keeps; never printed.</summary>
    public string SecretKey { get; }

    /// <summary>Makes a new pair from the system's random numbers.</summary>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq, or it was built without CURVE.</exception>
    public static CurveKeyPair Generate()
    {
        EnsureCurve();
        byte* publicKey = stackalloc byte[TextLength + 1];
        byte* secretKey = stackalloc byte[TextLength + 1];
        Checked.Result(CurveImports.MakeKeyPair(publicKey, secretKey), "zmq_curve_keypair");
        return new CurveKeyPair(TextOf(publicKey), TextOf(secretKey));
    }

    /// <summary>The pair to which a secret key belongs.</summary>
    /// <param name="secretKey">The secret key in Z85.</param>
    /// <exception cref="ArgumentException">It has another length than a key.</exception>
    /// <exception cref="ZeroMQException">It has characters that no key has.</exception>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq, or it was built without CURVE.</exception>
    public static CurveKeyPair FromSecretKey(string secretKey)
    {
        EnsureCurve();
        if (secretKey.Length != TextLength || !Ascii.IsValid(secretKey))
        {
            // libzmq would not look, and write as much as there is.
            throw new ArgumentException($"A key has {TextLength} characters of Z85.", nameof(secretKey));
        }

        byte* publicKey = stackalloc byte[TextLength + 1];
        fixed (byte* secret = Encoding.UTF8.GetBytes(secretKey + '\0'))
        {
            Checked.Result(CurveImports.DerivePublic(publicKey, secret), "zmq_curve_public");
        }

        return new CurveKeyPair(TextOf(publicKey), secretKey);
    }

    /// <summary>The text of a key's 32 bytes, such as an authentication request carries them.</summary>
    /// <param name="key">The bytes.</param>
    /// <exception cref="ArgumentException">There are not 32.</exception>
    public static string ToText(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"A key has {KeySize} bytes and not {key.Length}.", nameof(key));
        }

        byte* text = stackalloc byte[TextLength + 1];
        fixed (byte* bytes = key)
        {
            _ = CurveImports.Encode(text, bytes, KeySize);
        }

        return TextOf(text);
    }

    /// <summary>Checks that libzmq can do CURVE.</summary>
    /// <exception cref="ZeroMQUnavailableException">It cannot, or there is none.</exception>
    public static void EnsureCurve()
    {
        if (!ZeroMQLibrary.Has("curve"))
        {
            throw new ZeroMQUnavailableException(
                $"The ZeroMQ library (libzmq {ZeroMQLibrary.Version}) was built without CURVE, which tcp:// addresses need. {LibraryPlaces.HowToInstall}");
        }
    }

    private static string TextOf(byte* text) => Encoding.ASCII.GetString(text, TextLength);

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(PublicKey)).Append(" = ").Append(PublicKey);
        return true;
    }
}
