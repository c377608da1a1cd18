namespace Merlin.Broker;

/// <summary>Names one task array: the study and the array's place in it.</summary>
/// <param name="Study">The study that the array belongs to.</param>
/// <param name="Ordinal">Zero-based place in the order of submission, which is an order that the dependencies allow.</param>
public readonly record struct ArrayId(StudyId Study, int Ordinal)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Study} array {Ordinal}";
}
