namespace Merlin.Broker;

/// <summary>Names one task: its array and its index there.</summary>
/// <param name="Array">The array.</param>
/// <param name="Index">Zero-based index in the array.</param>
public readonly record struct TaskId(ArrayId Array, long Index)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Array} task {Index}";
}
