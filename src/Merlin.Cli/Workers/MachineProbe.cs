using System.Globalization;
using Merlin.Cli.Running;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers;

/// <summary>Finds out what starts programs on the nodes of this machine, and how many nodes are ours.</summary>
/// <param name="environment">Gives a variable of the environment, or null.</param>
/// <param name="ask">Runs a program with arguments and gives its exit status and what it printed.</param>
internal sealed class MachineProbe(
    Func<string, string?> environment, Func<string, string[], (int ExitCode, string Output)> ask)
{
    private const string Flux = "flux";

    /// <summary>The probe of this process's machine.</summary>
    /// <param name="stop">Ends it.</param>
    public static MachineProbe OfProcess(CancellationToken stop) =>
        new(Environment.GetEnvironmentVariable, (program, arguments) => ProgramQuestion.Ask(program, arguments, stop));

    /// <summary>Finds out.</summary>
    /// <param name="fluxPath">The directory of the flux program, or null for PATH.</param>
    public LaunchMachine Find(string? fluxPath)
    {
        string flux = string.IsNullOrEmpty(fluxPath) ? Flux : Path.Combine(fluxPath, Flux);
        return new LaunchMachine(FindScheduler(flux), FindVersion(flux), CountNodes(flux));
    }

    private Version? FindVersion(string flux)
    {
        (int exit, string output) = ask(flux, ["version"]);
        return exit == 0 ? FluxProbe.VersionIn(output) : null;
    }

    private BatchScheduler FindScheduler(string flux) =>
        Prints(flux, ["resource", "info"], "Nodes") ? BatchScheduler.Flux
        : Prints("qsub", ["--version"], "pbs_version") ? BatchScheduler.Pbs
        : Prints("jsrun", ["--help"], "jsrun") ? BatchScheduler.Lsf
        : Prints("sbatch", ["--help"], "sbatch") ? BatchScheduler.Slurm
        : OfSystemType(environment("SYS_TYPE") ?? string.Empty);

    private static BatchScheduler OfSystemType(string type) =>
        type.Contains("toss_3", StringComparison.Ordinal) ? BatchScheduler.Slurm
        : type.Contains("blueos", StringComparison.Ordinal) ? BatchScheduler.Lsf
        : BatchScheduler.None;

    private bool Prints(string program, string[] arguments, string word)
    {
        (int exit, string output) = ask(program, arguments);
        return exit == 0 && output.Contains(word, StringComparison.Ordinal);
    }

    private int CountNodes(string flux)
    {
        (int exit, string size) = ask(flux, ["getattr", "size"]);
        return (exit == 0 ? Number(size) : null)
            ?? Number(environment("SLURM_JOB_NUM_NODES"))
            ?? BeyondLaunchNode(environment("LSB_HOSTS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Count())
            ?? BeyondLaunchNode(environment("LSB_MCPU_HOSTS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length / 2)
            ?? 1;
    }

    // LSF counts the node that the job script runs on, where no tasks go.
    private static int? BeyondLaunchNode(int? hosts) => hosts is > 1 ? hosts - 1 : null;

    private static int? Number(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
