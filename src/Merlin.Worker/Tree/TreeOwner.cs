using System.Text.Json;
using System.Text.Json.Nodes;

namespace Merlin.Worker.Tree;

/// <summary>
/// Says whose the instances of a tree are: each bears the path of a file that its agent holds locked for as long as it
/// lives. Those whose agent was killed are found by that, and ended: they have nobody to lease from.
/// </summary>
public sealed class TreeOwner : IDisposable
{
    private const string Attribute = "merlin";
    private const string LockMember = "agent_lock";
    private const string HostMember = "agent_host";
    private readonly FileStream _lock;

    private TreeOwner(FileStream held) => _lock = held;

    /// <summary>Makes a lock in a directory.</summary>
    /// <param name="directory">A directory of this host that is there and this user's.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static TreeOwner Create(string directory) => new(new FileStream(
        Path.Combine(directory, $"merlin-agent-{Guid.NewGuid():N}.lock"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 1,
        FileOptions.DeleteOnClose));

    /// <summary>Whether the tree that a job is an instance of has no agent any more; false where that cannot be known.</summary>
    /// <param name="jobspec">The job's jobspec.</param>
    public static bool IsLeftOver(JsonElement jobspec)
    {
        if (!jobspec.TryGetProperty("attributes", out JsonElement attributes)
            || !attributes.TryGetProperty("user", out JsonElement user)
            || !user.TryGetProperty(Attribute, out JsonElement ours)
            || !ours.TryGetProperty(LockMember, out JsonElement path)
            || !ours.TryGetProperty(HostMember, out JsonElement host)
            || host.GetString() != Environment.MachineName)
        {
            return false;
        }

        return !IsHeld(path.GetString() ?? "");
    }

    /// <summary>Gives the lock up.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>What the jobs of the tree bear.</summary>
    internal JsonObject Mark() => new() { [LockMember] = _lock.Name, [HostMember] = Environment.MachineName };

    private static bool IsHeld(string path)
    {
        try
        {
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
