using System.Diagnostics;
using System.Text;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>The client in Python that was written from the protocol's document, run by the system's Python.</summary>
internal static class PythonClient
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Why it cannot be run, or null when it can.</summary>
    public static string? Absence { get; } =
        !File.Exists(Program) ? $"there is no {Program}"
        : Run("-c", "import zmq, msgpack").ExitCode != 0 ? "python3-zmq or python3-msgpack is not installed"
        : null;

    /// <summary>Runs the check against a broker: its exit status, and all that it says.</summary>
    public static (int ExitCode, string Words) Check(params string[] arguments) =>
        Run(["-B", Path.Combine(AppContext.BaseDirectory, "python", "protocol_check.py"), .. arguments]);

    private static (int ExitCode, string Words) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors);
    }
}
