using System.Buffers.Binary;
using System.Text;

namespace Merlin.Workflow.Tests.Samples;

/// <summary>Writes <c>.npy</c> files byte by byte, correct ones and others.</summary>
internal static class NpyFile
{
    public static string Dictionary(string descr, bool fortran, params long[] shape) =>
        $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")}), }}";

    public static byte[] Header(string dictionary, int version = 1)
    {
        Encoding encoding = version == 3 ? Encoding.UTF8 : Encoding.Latin1;
        int lengthBytes = version == 1 ? 2 : 4;
        byte[] text = encoding.GetBytes(dictionary);
        int unpadded = 8 + lengthBytes + text.Length + 1;
        int padding = (64 - (unpadded % 64)) % 64;
        byte[] length = new byte[lengthBytes];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)(text.Length + padding + 1));
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)(text.Length + padding + 1));
        }

        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. Enumerable.Repeat((byte)' ', padding), (byte)'\n'];
    }

    /// <summary>A table of the given cells, row by row; a descriptor beginning with <c>&gt;</c> turns their bytes round.</summary>
    public static byte[] Table(string descr, int columns, bool fortran, int version, IReadOnlyList<byte[]> cells)
    {
        int rows = cells.Count / columns;
        IEnumerable<byte[]> ordered = fortran
            ? Enumerable.Range(0, cells.Count).Select(i => cells[(i % rows * columns) + (i / rows)])
            : cells;
        return [.. Header(Dictionary(descr, fortran, rows, columns), version), .. ordered.SelectMany(c => InOrder(descr, c))];
    }

    private static IEnumerable<byte> InOrder(string descr, byte[] cell) => descr switch
    {
        ['>', 'U', ..] => cell.Chunk(4).SelectMany(unit => unit.Reverse()),
        ['>', ..] => cell.Reverse(),
        _ => cell,
    };
}
