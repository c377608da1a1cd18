using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Launching.Workers;

/// <summary>A worker of a spec that serves some of the steps that were asked for.</summary>
/// <param name="Spec">The worker as the spec states it.</param>
/// <param name="Name">Its name, made unique where workers may overlap.</param>
/// <param name="Steps">Those of the steps that it serves.</param>
/// <param name="Queues">Their queues on the broker, each once, in the order of the steps.</param>
public sealed record ServingWorker(
    WorkerSpec Spec, string Name, IReadOnlyList<StepSpec> Steps, IReadOnlyList<string> Queues) : IServesQueues
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Machines => Spec.Machines;

    /// <summary>The workers of a spec, in its order; those that serve none of the steps are left out.</summary>
    /// <param name="spec">The expanded spec.</param>
    /// <param name="inputs">What else counts.</param>
    public static IReadOnlyList<ServingWorker> Of(StudySpec spec, WorkerLineInputs inputs) =>
        [.. spec.Resources.Workers.Select(worker => Of(spec, worker, inputs)).Where(static worker => worker.Queues.Count > 0)];

    private static ServingWorker Of(StudySpec spec, WorkerSpec worker, WorkerLineInputs inputs)
    {
        StepSpec[] steps = [.. spec.Steps.Where(step =>
            (worker.Steps.Contains(WorkerSpec.AllSteps) || worker.Steps.Contains(step.Name))
            && (inputs.Steps is null || inputs.Steps.Contains(step.Name)))];
        return new ServingWorker(
            worker,
            spec.Resources.Overlap ? worker.Name + inputs.Timestamp : worker.Name,
            steps,
            [.. steps.Select(step => inputs.QueueName(step.TaskQueue)).Distinct()]);
    }
}
