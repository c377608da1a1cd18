namespace Merlin.Broker.Messages;

/// <summary>A study as the broker takes it: arrays and their dependencies, and a plan that it does not read.</summary>
/// <param name="Name">The study's name; shown in status.</param>
/// <param name="Workspace">The study's workspace; shown in status.</param>
/// <param name="Owner">The user behind it; the broker puts in whom the line belongs to.</param>
/// <param name="Arrays">The task arrays, each after those it depends on.</param>
/// <param name="Plan">The plan's bytes, opaque.</param>
public sealed record StudySubmission(
    string Name,
    string Workspace,
    string Owner,
    IReadOnlyList<ArraySpec> Arrays,
    ReadOnlyMemory<byte> Plan)
{
    /// <summary>
    /// A text that this submission alone bears, so that a producer which lost the answer can ask again; empty for none.
    /// </summary>
    public string Token { get; init; } = "";

    /// <summary>The task that submits the study, or null when a person does.</summary>
    public TaskId? Parent { get; init; }
}
