namespace Merlin.Flux;

/// <summary>How a job is submitted; the numbers are those of flux/core/job.h.</summary>
[Flags]
public enum JobFlags
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The job's event log tells more.</summary>
    Debug = 2,

    /// <summary>The instance keeps the job's result until <see cref="FluxJobs.WaitAsync"/> has taken it.</summary>
    Waitable = 4,

    /// <summary>The jobspec is not checked by the instance's validator; the owner only.</summary>
    NotValidated = 8,
}
