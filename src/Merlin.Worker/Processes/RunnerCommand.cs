using Merlin.Worker.Leases;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>Asks for the end of running tasks.</summary>
/// <param name="Only">The task; null for all that run.</param>
/// <param name="Cause">Why.</param>
/// <param name="AtOnce">Whether without asking it first.</param>
internal readonly record struct RunnerCommand(TaskKey? Only, EndCause Cause, bool AtOnce);
