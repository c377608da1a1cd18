using System.Text;

namespace Merlin.Broker.Status;

/// <summary>Where the process that runs a workspace's study answers questions, as a file in the workspace says.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Socket">Path of the Unix domain socket on that machine.</param>
internal sealed record Endpoint(string Host, string Socket)
{
    private const string FileName = "endpoint";

    // sun_path has 108 bytes on Linux, the last one zero.
    private const int LongestSocketPath = 107;

    /// <summary>Makes a directory of mode 0700 for a socket, and names the socket in it.</summary>
    /// <remarks>The workspace itself may lie on a file system without sockets, or its path may be too long for one.</remarks>
    public static Endpoint Make()
    {
        string?[] places = [Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), Path.GetTempPath(), "/tmp"];
        foreach (string? place in places)
        {
            if (string.IsNullOrEmpty(place) || Encoding.UTF8.GetByteCount(SocketIn(place, Path.GetRandomFileName())) > LongestSocketPath)
            {
                continue;
            }

            try
            {
                string socket = SocketIn(place, Path.GetRandomFileName());
                Directory.CreateDirectory(
                    Path.GetDirectoryName(socket)!,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                return new Endpoint(Environment.MachineName, socket);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next place may do.
            }
        }

        throw new IOException("There is no place for a socket in $XDG_RUNTIME_DIR, $TMPDIR or /tmp.");
    }

    /// <summary>Reads a workspace's endpoint; null when there is none.</summary>
    public static Endpoint? Read(string stateDirectory)
    {
        try
        {
            string[] lines = File.ReadAllLines(Path.Combine(stateDirectory, FileName));
            return lines.Length >= 2 ? new Endpoint(lines[0], lines[1]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Records the endpoint in its workspace; a reader sees all of it or nothing.</summary>
    public void Write(string stateDirectory)
    {
        string path = Path.Combine(stateDirectory, FileName);
        string draft = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(draft, $"{Host}\n{Socket}\n");
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Removes the socket, its directory, and the record in the workspace.</summary>
    public void Remove(string stateDirectory)
    {
        try
        {
            if (Read(stateDirectory) == this)
            {
                File.Delete(Path.Combine(stateDirectory, FileName));
            }

            Directory.Delete(Path.GetDirectoryName(Socket)!, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A record that stays behind is recognised: nobody answers there.
        }
    }

    private static string SocketIn(string place, string name) => Path.Combine(place, $"merlin-{name}", "status");
}
