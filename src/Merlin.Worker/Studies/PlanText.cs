using Merlin.Broker;

namespace Merlin.Worker.Studies;

/// <summary>A plan on its way to be read.</summary>
/// <param name="Study">The study.</param>
/// <param name="Revision">Which of the study's plans it is.</param>
/// <param name="Bytes">The plan as the broker gave it.</param>
internal sealed record PlanText(StudyId Study, int Revision, ReadOnlyMemory<byte> Bytes);
