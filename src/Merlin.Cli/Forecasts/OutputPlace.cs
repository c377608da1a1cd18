using Merlin.Posix;
using Merlin.Posix.Locking;

namespace Merlin.Cli.Forecasts;

/// <summary>Where a study's workspace would be made.</summary>
/// <param name="Path">Absolute path of the workspace.</param>
/// <param name="SharedKind">The file system's name where other machines share it, else null.</param>
/// <param name="Room">What the file system has left, or null when it does not say.</param>
internal sealed record OutputPlace(string Path, string? SharedKind, FileSystemRoom? Room)
{
    /// <summary>Looks at the file system of the nearest directory that is there already.</summary>
    public static OutputPlace Of(string workspace)
    {
        string? nearest = workspace;
        while (nearest is not null && !Directory.Exists(nearest))
        {
            nearest = System.IO.Path.GetDirectoryName(nearest);
        }

        nearest ??= "/";
        return new OutputPlace(workspace, NetworkFileSystem.NameOf(nearest), FileSystemRoom.Of(nearest));
    }
}
