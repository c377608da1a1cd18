using System.Diagnostics;

namespace Merlin.Broker.Tests.Hosting;

/// <summary>A real file system of a few megabytes, where mounting one is permitted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    private SmallDisk(string path)
    {
        Path = path;
        _ballast = System.IO.Path.Combine(path, "ballast");
    }

    public string Path { get; }

    /// <summary>Mounts one, or returns null where that is not permitted.</summary>
    public static SmallDisk? TryMount(int megaBytes)
    {
        string path = Directory.CreateTempSubdirectory("merlin-small-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megaBytes}m", "tmpfs", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        using FileStream file = File.Create(_ballast);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as is wanted.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Clear() => File.Delete(_ballast);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
