using System.Globalization;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Launching.Workers;

/// <summary>Puts the command that starts programs on the nodes of a machine before a worker's own command.</summary>
/// <param name="batch">The batch block that counts for the worker.</param>
/// <param name="nodes">On how many nodes it is to start by the worker's own word, or null.</param>
/// <param name="machine">Where it starts.</param>
internal sealed class WorkerLaunch(BatchSpec batch, string? nodes, LaunchMachine machine)
{
    private const string FluxWord = "flux";
    private const string WholeAllocation = "all";
    private static readonly Version FirstAlloc = new(0, 48);

    /// <summary>The whole command line.</summary>
    /// <param name="workerCommand">The worker's own command.</param>
    /// <exception cref="WorkerLaunchException">The batch block does not fit the machine.</exception>
    public string Wrap(string workerCommand)
    {
        if (IsPlain(batch.Type))
        {
            return workerCommand;
        }

        string prefix = Prefix();
        if (batch.Type != FluxWord)
        {
            return Words(prefix, workerCommand);
        }

        bool inFlux = prefix.Length == 0 || prefix.Contains(FluxWord, StringComparison.Ordinal);
        string onNode = $"`which {batch.Shell}` -c \"{workerCommand}\"";
        return inFlux
            ? Words(prefix, FluxExec(prefix), onNode)
            : $"{prefix} {FluxProgram} start {batch.FluxStartOptions} {FluxExec(prefix)} {onNode}";
    }

    /// <summary>Whether workers of a batch type start as they are.</summary>
    public static bool IsPlain(string batchType) =>
        batchType == BatchSpec.DefaultType || batchType.Contains("lsf", StringComparison.Ordinal);

    private string FluxProgram => batch.FluxPath is null ? FluxWord : $"{batch.FluxPath.TrimEnd('/')}/{FluxWord}";

    private string FluxExec(string prefix) =>
        !batch.FluxExecWorkers ? string.Empty
        : batch.FluxExec ?? (prefix.Length == 0 ? $"{FluxProgram} exec" : "flux exec");

    private string Prefix() => Words(batch.LaunchPre, batch.WorkerLaunch ?? Scheduled(), batch.LaunchArgs);

    private string Scheduled()
    {
        BatchScheduler scheduler = machine.Scheduler == BatchScheduler.None && batch.Type == "slurm"
            ? BatchScheduler.Slurm
            : machine.Scheduler;
        return scheduler switch
        {
            BatchScheduler.Flux => Words(
                FluxAlloc,
                $"-o pty -N {Nodes} --exclusive --job-name=merlin",
                Option("--setattr=system.bank=", batch.Bank),
                Option("--setattr=system.queue=", batch.Queue),
                batch.Walltime is null ? null : $"-t {PythonText.Of((double)Seconds)}s"),
            BatchScheduler.Slurm => Words(
                $"srun -N {Nodes} -n {Nodes}",
                Option("-A ", batch.Bank),
                Option("-p ", batch.Queue),
                Option("-t ", Clock)),
            BatchScheduler.Lsf => $"jsrun -a 1 -c ALL_CPUS -g ALL_GPUS --bind=none -n {Nodes}",
            BatchScheduler.Pbs => Pbs(),
            _ => string.Empty,
        };
    }

    private string Pbs()
    {
        if (batch.Type == "pbs")
        {
            throw new WorkerLaunchException(
                "batch.type 'pbs' cannot start workers; use batch.type 'flux', which starts Flux on the nodes that PBS gives, "
                + "or 'local' in a job script of your own.");
        }

        return Words(
            $"qsub -l nodes={Nodes}",
            Option("-A ", batch.Bank),
            Option("-q ", batch.Queue),
            Option("-l walltime=", Clock),
            "--");
    }

    private string FluxAlloc => $"{FluxProgram} {(machine.FluxVersion is { } version && version < FirstAlloc ? "mini alloc" : "alloc")}";

    private string Nodes
    {
        get
        {
            string? wanted = nodes ?? batch.Nodes;
            return wanted is null or WholeAllocation ? machine.Nodes.ToString(CultureInfo.InvariantCulture) : wanted;
        }
    }

    private long Seconds => Walltime.TryParse(batch.Walltime!, out long seconds)
        ? seconds
        : throw new WorkerLaunchException(
            $"batch.walltime '{batch.Walltime}' is no duration; write seconds, mm:ss, hh:mm:ss or d:hh:mm:ss.");

    private string? Clock => batch.Walltime is null ? null : LauncherCommand.Clock(Seconds);

    private static string? Option(string option, string? value) => string.IsNullOrEmpty(value) ? null : option + value;

    private static string Words(params string?[] words) =>
        string.Join(' ', words.Where(static word => !string.IsNullOrEmpty(word)));
}
