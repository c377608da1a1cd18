using System.ComponentModel;
using System.Diagnostics;

namespace Merlin.Workflow.Tests.Samples;

/// <summary>A test against numpy itself, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NumpyFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Available = new(Probe);

    public NumpyFactAttribute() => Skip = Available.Value ? null : "python3 has no numpy here.";

    private static bool Probe()
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", "import numpy"])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
