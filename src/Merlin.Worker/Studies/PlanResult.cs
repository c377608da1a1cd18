using Merlin.Broker;

namespace Merlin.Worker.Studies;

/// <summary>A plan that was read, or could not be.</summary>
/// <param name="Study">The study.</param>
/// <param name="Work">What can be done with it, or null.</param>
internal sealed record PlanResult(StudyId Study, StudyWork? Work);
