using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Merlin.Native.Tests;

/// <summary>What a launch gave.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output, byte by byte as Latin-1.</param>
/// <param name="Errors">
/// The lines of its standard error, in order of the alphabet since those of job and shell come in any order, and without
/// times, job ids, and the name of who says it, which differ from launch to launch.
/// </param>
internal sealed partial record LaunchResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Feeds a process and reads all that it says.</summary>
    public static async Task<LaunchResult> OfAsync(Process process, byte[] input)
    {
        Task<byte[]> output = ReadAsync(process.StandardOutput.BaseStream);
        Task<byte[]> errors = ReadAsync(process.StandardError.BaseStream);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new LaunchResult(
            process.ExitCode,
            Encoding.Latin1.GetString(await output),
            Comparable(Encoding.UTF8.GetString(await errors)));
    }

    /// <summary>Errors as they can be compared.</summary>
    public static string Comparable(string errors) =>
        string.Join('\n', Passing().Replace(errors, string.Empty).Split('\n').Order(StringComparer.Ordinal));

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex(@"^(?:\d+\.\d+s: |flux-job: |merlin-launch: )|\b[fƒ][1-9A-HJ-NP-Za-km-z]{5,}\b", RegexOptions.Multiline)]
    private static partial Regex Passing();
}
