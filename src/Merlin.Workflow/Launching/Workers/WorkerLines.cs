using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Workflow.Launching.Workers;

/// <summary>Writes the command lines that start the workers of a spec.</summary>
public static class WorkerLines
{
    /// <summary>Writes the command lines, in the order of the spec; workers that serve none of the steps are left out.</summary>
    /// <param name="spec">The expanded spec.</param>
    /// <param name="inputs">What else goes in.</param>
    /// <exception cref="WorkerLaunchException">A worker cannot be started on the machine.</exception>
    public static IReadOnlyList<WorkerLine> Write(StudySpec spec, WorkerLineInputs inputs)
    {
        var environment = new EnvironmentText(inputs.Environment, home: "~");
        var lines = new List<WorkerLine>();
        foreach (ServingWorker worker in ServingWorker.Of(spec, inputs))
        {
            string command = WorkerProgram.Write(
                worker.Name, inputs.Arguments ?? worker.Spec.Arguments, worker.Queues, inputs.LogLevel);
            string line = new WorkerLaunch(worker.Spec.Batch ?? spec.Batch, worker.Spec.Nodes, inputs.Machine).Wrap(command);
            lines.Add(new WorkerLine(worker.Name, worker.Queues, worker.Machines, environment.Expand(line)));
        }

        return lines;
    }

    /// <summary>Whether the lines depend on the machine: asking its schedulers takes time.</summary>
    /// <param name="spec">The expanded spec.</param>
    public static bool DependOnMachine(StudySpec spec) =>
        spec.Resources.Workers.Any(worker => !WorkerLaunch.IsPlain((worker.Batch ?? spec.Batch).Type));
}
