namespace Merlin.Flux;

/// <summary>What of an instance's resources is in use at one time, as its scheduler sees it.</summary>
/// <param name="All">All resources that jobs may get; excluded nodes are not among them.</param>
/// <param name="Allocated">What jobs have.</param>
/// <param name="Down">What is on nodes that are down, drained or torpid.</param>
public sealed record ResourceUse(ResourceSet All, ResourceSet Allocated, ResourceSet Down);
