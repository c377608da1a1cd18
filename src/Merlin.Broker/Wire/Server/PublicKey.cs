using System.Text;

namespace Merlin.Broker.Wire;

/// <summary>A client's key as it comes with each message, compared without making a text of it.</summary>
/// <param name="text">The key in Z85.</param>
internal sealed class PublicKey(string text)
{
    private readonly byte[] _bytes = Encoding.ASCII.GetBytes(text);

    /// <summary>The key in Z85.</summary>
    public string Text => text;

    /// <summary>Whether the bytes are the same key.</summary>
    public bool Is(ReadOnlySpan<byte> bytes) => bytes.SequenceEqual(_bytes);
}
