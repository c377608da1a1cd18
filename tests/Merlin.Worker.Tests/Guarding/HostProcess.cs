using System.Diagnostics;

namespace Merlin.Worker.Tests.Guarding;

/// <summary>A worker in a process of its own, which can be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "Merlin.Worker.TestHost.dll");

    public int Pid => _process.Id;

    public static HostProcess Start(string workspace, int count, int slots, string means, string command)
    {
        var info = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        foreach (string argument in new[] { "exec", Program, workspace, $"{count}", $"{slots}", means, command })
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
