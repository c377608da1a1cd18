namespace Merlin.Worker.Packing.Places;

/// <summary>A file that belongs into a scratch directory.</summary>
/// <param name="Name">Its name as UTF-8.</param>
internal sealed record KnownFile(byte[] Name)
{
    /// <summary>The number of the file that was made under that name; another one is the task's.</summary>
    public ulong Inode { get; set; }
}
