namespace Merlin.Broker.Messages;

/// <summary>One dependency of an array on an earlier array of the same study.</summary>
/// <param name="Ordinal">The earlier array's ordinal.</param>
/// <param name="Kind">What is waited for.</param>
public readonly record struct ArrayDependency(int Ordinal, ArrayDependencyKind Kind);
