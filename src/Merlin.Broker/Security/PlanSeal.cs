using System.Security.Cryptography;

namespace Merlin.Broker.Security;

/// <summary>
/// Seals plans and results with their owner's key, so that a broker, its administrator and its database hold nothing that
/// they can read, and so that nobody without that key can have a worker run anything.
/// </summary>
/// <remarks>
/// AES-256-GCM. The sealed form is <c>MSL</c> and a version byte (1), 12 bytes nonce, the encrypted bytes, 16 bytes tag; the
/// four first bytes and one byte for the purpose are authenticated with it. The nonce is random: a key is good for some
/// billions of plans. May be used from any thread.
/// </remarks>
public sealed class PlanSeal
{
    /// <summary>Length of an owner's key in bytes.</summary>
    public const int KeySize = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key;

    /// <summary>A seal.</summary>
    /// <param name="key">The owner's key, <see cref="KeySize"/> random bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public PlanSeal(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"An owner's key has {KeySize} bytes, not {key.Length}.", nameof(key));
        }

        _key = key.ToArray();
    }

    // The last byte is the version of the form.
    private static ReadOnlySpan<byte> Header => "MSL\u0001"u8;

    /// <summary>Whether bytes begin as a seal does; nothing unsealed (JSON text) can.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Header[..^1]);

    /// <summary>A new key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeySize);

    /// <summary>Seals bytes.</summary>
    public byte[] Seal(SealPurpose purpose, ReadOnlySpan<byte> content)
    {
        byte[] result = new byte[Header.Length + NonceSize + content.Length + TagSize];
        Header.CopyTo(result);
        Span<byte> nonce = result.AsSpan(Header.Length, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Encrypt(
            nonce,
            content,
            result.AsSpan(Header.Length + NonceSize, content.Length),
            result.AsSpan(^TagSize..),
            Authenticated(purpose));
        return result;
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="SealException">
    /// It is not sealed, was sealed by another key or for another purpose, is damaged, or is of a form that this program does
    /// not know.
    /// </exception>
    public byte[] Open(SealPurpose purpose, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> body = Body(bytes);
        byte[] content = new byte[body.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(_key, TagSize);
        try
        {
            cipher.Decrypt(body[..NonceSize], body[NonceSize..^TagSize], body[^TagSize..], content, Authenticated(purpose));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SealException(
                "It was sealed with another owner key than the one here, or was changed on its way. The owner key (owner_key "
                + "in app.yaml, else ~/.merlin/owner_key) must be the same wherever the owner submits studies and runs workers.",
                e);
        }

        return content;
    }

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> bytes)
    {
        if (!IsSealed(bytes))
        {
            throw new SealException(
                "It is not sealed with its owner's key, as everything on a tcp:// broker must be; it is not used.");
        }

        if (!bytes.StartsWith(Header))
        {
            throw new SealException(
                "It was sealed by a newer Merlin than this one; use the same version wherever studies are submitted and run.");
        }

        return bytes.Length >= Header.Length + NonceSize + TagSize
            ? bytes[Header.Length..]
            : throw new SealException("It was cut off on its way.");
    }

    private static byte[] Authenticated(SealPurpose purpose) => [.. Header, (byte)purpose];
}
