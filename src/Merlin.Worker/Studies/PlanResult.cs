using Merlin.Broker;

namespace Merlin.Worker.Studies;

/// <summary>A plan that was read, or could not be.</summary>
/// <param name="Study">The study.</param>
/// <param name="Revision">Which of the study's plans it is.</param>
/// <param name="Work">What can be done with it; null when its tasks can be run nowhere.</param>
/// <param name="IsForeign">Whether this worker cannot open it; another one may.</param>
internal sealed record PlanResult(StudyId Study, int Revision, StudyWork? Work, bool IsForeign);
