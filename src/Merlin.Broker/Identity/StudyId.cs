namespace Merlin.Broker;

/// <summary>Names one study on one broker; the broker counts them up from 1.</summary>
/// <param name="Value">The number, also the study's key in the store.</param>
public readonly record struct StudyId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"study {Value}";
}
