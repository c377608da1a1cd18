using System.Buffers.Binary;
using System.Text;

namespace Merlin.Cli.Tests.Harness;

/// <summary>Bytes of NumPy array files, written by hand so that no test needs NumPy.</summary>
public static class NpyFile
{
    /// <summary>A two-dimensional array of 64-bit floats.</summary>
    public static byte[] Doubles(double[][] rows)
    {
        byte[] data = new byte[rows.Length * rows[0].Length * sizeof(double)];
        int at = 0;
        foreach (double value in rows.SelectMany(row => row))
        {
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(at), value);
            at += sizeof(double);
        }

        return [.. Header("<f8", $"({rows.Length}, {rows[0].Length})"), .. data];
    }

    /// <summary>A one-dimensional array, which is not a table of samples.</summary>
    public static byte[] Flat(int count) => [.. Header("<f8", $"({count},)"), .. new byte[count * sizeof(double)]];

    private static byte[] Header(string type, string shape)
    {
        const int Prefix = 10;
        const int Alignment = 64;
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (Prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment - Prefix;
        byte[] lengthField = [(byte)length, (byte)(length >> 8)];
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, .. lengthField,
            .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)), (byte)'\n',
        ];
    }
}
