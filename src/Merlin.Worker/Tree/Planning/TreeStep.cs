using Merlin.Broker;

namespace Merlin.Worker.Tree.Planning;

/// <summary>A step that a worker serves.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">What one of its tasks holds.</param>
public sealed record TreeStep(string Name, ResourceShape Shape);
