namespace Merlin.Cli.Allocations;

/// <summary>What the batch system calls an allocation.</summary>
/// <param name="Text">The job id as its users write it.</param>
internal readonly record struct AllocationId(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
