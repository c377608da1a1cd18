namespace Merlin.Broker.Messages;

/// <summary>A study as the broker takes it: arrays and their dependencies, and a plan that it does not read.</summary>
/// <param name="Name">The study's name; shown in status.</param>
/// <param name="Workspace">The study's workspace; shown in status.</param>
/// <param name="Owner">The user behind it.</param>
/// <param name="Arrays">The task arrays, each after those it depends on.</param>
/// <param name="Plan">The plan's bytes, opaque.</param>
public sealed record StudySubmission(
    string Name,
    string Workspace,
    string Owner,
    IReadOnlyList<ArraySpec> Arrays,
    ReadOnlyMemory<byte> Plan);
