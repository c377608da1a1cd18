using System.Diagnostics;

namespace Merlin.Broker.Tests.Storage;

/// <summary>A process that a test started; it does not outlive the test.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Lets the runtime start under a limit on file sizes.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>Starts this test program itself; see <see cref="Program"/>.</summary>
    public static ChildProcess StartSelf(params string[] arguments) =>
        new(Environment.ProcessPath!, ["exec", typeof(Program).Assembly.Location, .. arguments]);

    /// <summary>Starts this test program from a line of shell, in which <c>"$@"</c> stands for it.</summary>
    public static ChildProcess StartSelfFrom(string shell, params string[] arguments) => new(
        "/bin/sh", ["-c", shell, "sh", Environment.ProcessPath!, "exec", typeof(Program).Assembly.Location, .. arguments]);

    public static ChildProcess StartShell(string shell, params string[] arguments) =>
        new("/bin/sh", ["-c", shell, "sh", .. arguments]);

    public string? ReadLine() => _process.StandardOutput.ReadLine();

    public void EndInput() => _process.StandardInput.Close();

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
