using System.Diagnostics;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Guarding;

/// <summary>A worker in a process of its own, which can be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "Merlin.Worker.TestHost.dll");

    public int Pid => _process.Id;

    public static HostProcess Start(string workspace, int count, int slots, string means, string command, TaskStart start = TaskStart.Process) =>
        Start([workspace, $"{count}", $"{slots}", means, command, $"{start}"]);

    /// <summary>A broker.</summary>
    public static HostProcess StartBroker(string address, string directory) => Start(["broker", address, directory]);

    private static HostProcess Start(IEnumerable<string> arguments)
    {
        // Its input stays open for as long as this process lives.
        var info = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (string argument in (string[])["exec", Program, .. arguments])
        {
            info.ArgumentList.Add(argument);
        }

        return new HostProcess(Process.Start(info)!);
    }

    public void Kill() => _process.Kill();

    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
