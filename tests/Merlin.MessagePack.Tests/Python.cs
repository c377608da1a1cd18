using System.Diagnostics;
using System.Text;

namespace Merlin.MessagePack.Tests;

/// <summary>The Python of the system, which has an independent implementation of the format.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Why it cannot be asked, or null when it can.</summary>
    public static string? Absence { get; } =
        !File.Exists(Program) ? $"there is no {Program}"
        : Start("-c", "import msgpack").Error.Length > 0 ? "python3-msgpack is not installed"
        : null;

    /// <summary>Runs a script, and returns what it prints.</summary>
    public static string Run(string script, string argument)
    {
        (string output, string error) = Start("-c", script, argument);
        Assert.True(error.Length == 0, error);
        return output;
    }

    private static (string Output, string Error) Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.Append(line.Data);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, error.ToString());
    }
}
