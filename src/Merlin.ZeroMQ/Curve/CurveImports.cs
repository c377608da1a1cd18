using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Imports of zmq_utils.h: keys of CURVE in Z85.</summary>
internal static unsafe partial class CurveImports
{
    /// <summary>Fills in two texts of 41 bytes, the zeros at their ends included.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_curve_keypair", SetLastError = true)]
    internal static partial int MakeKeyPair(byte* publicKey, byte* secretKey);

    /// <summary>Fills in a text of 41 bytes from one of 40 that ends with a zero.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_curve_public", SetLastError = true)]
    internal static partial int DerivePublic(byte* publicKey, byte* secretKey);

    /// <summary>Fills in a text of 5 bytes for every 4 and a zero; null when the size is not a multiple of 4.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_z85_encode", SetLastError = true)]
    internal static partial byte* Encode(byte* text, byte* data, nuint size);
}
