using System.Diagnostics;

namespace Merlin.Workflow.Tests.Samples;

public sealed class NumpyTests
{
    /// <summary>Saves a random table of some type, and prints each row's values as str() gives them.</summary>
    private const string Program = """
        import sys
        import numpy as np
        name, dtype, order, seed = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
        rng = np.random.default_rng(seed)
        raw = rng.integers(0, 256, size=(200, 3, np.dtype(dtype).itemsize), dtype=np.uint8)
        if dtype[1] == "f":
            table = np.where(rng.random((200, 3)) < 0.5, raw.view(dtype)[:, :, 0], rng.normal(size=(200, 3)).astype(dtype))
        elif dtype[1] == "b":
            table = raw[:, :, 0] > 127
        elif dtype[1] == "U":
            table = rng.integers(0, 10**9, size=(200, 3)).astype(dtype)
        else:
            table = raw.view(dtype)[:, :, 0]
        np.save(name, np.asarray(table, dtype=dtype, order=order))
        for row in np.load(name):
            print("|".join(str(value) for value in row))
        """;

    [NumpyFact]
    public void Values_are_printed_as_numpy_prints_them()
    {
        foreach (string dtype in new[] { "<f8", ">f8", "<f4", ">f4", "<f2", ">f2", "<i8", ">i4", "<i2", "|i1", "<u8", ">u2", "|b1", "<U12", ">U7" })
        {
            foreach (string order in new[] { "C", "F" })
            {
                const int Seed = 99;
                using var file = new TemporaryFile("s.npy", []);
                string[] expected = Save(file.Name, dtype, order, Seed);

                Assert.True(expected.SequenceEqual(file.Rows()), $"{dtype} {order} seed {Seed}");
            }
        }
    }

    private static string[] Save(string file, string dtype, string order, int seed)
    {
        using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", Program, file, dtype, order, $"{seed}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        string text = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return text.TrimEnd('\n').Split('\n');
    }
}
