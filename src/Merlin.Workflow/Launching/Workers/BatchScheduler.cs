namespace Merlin.Workflow.Launching.Workers;

/// <summary>What starts programs on the nodes of a machine.</summary>
public enum BatchScheduler
{
    /// <summary>Nothing was found: programs are started right here.</summary>
    None = 0,

    /// <summary>Flux.</summary>
    Flux = 1,

    /// <summary>PBS.</summary>
    Pbs = 2,

    /// <summary>LSF with jsrun.</summary>
    Lsf = 3,

    /// <summary>Slurm.</summary>
    Slurm = 4,
}
