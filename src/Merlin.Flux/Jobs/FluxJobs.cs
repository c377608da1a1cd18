using System.Text.Json;

namespace Merlin.Flux;

/// <summary>The jobs of an instance. May be used from any thread; many requests may be on their way at once.</summary>
public sealed class FluxJobs
{
    private readonly FluxHandle _flux;

    internal FluxJobs(FluxHandle flux) => _flux = flux;

    /// <summary>Submits a job. Completes when the instance has taken it: it then runs at some time, or fails with an exception event.</summary>
    /// <param name="jobspec">What to run, on what.</param>
    /// <param name="urgency">0 to 31, see <see cref="JobUrgency"/>.</param>
    /// <param name="flags">How it is submitted.</param>
    /// <param name="cancellation">Stops waiting; the job may still be submitted.</param>
    /// <exception cref="FluxException">The instance refuses the jobspec; the words say why.</exception>
    public Task<JobId> SubmitAsync(
        Jobspec jobspec,
        int urgency = JobUrgency.Default,
        JobFlags flags = JobFlags.None,
        CancellationToken cancellation = default) =>
        SubmitAsync(jobspec.ToJson(), urgency, flags, cancellation);

    /// <summary>Submits a job whose jobspec is at hand as UTF-8 JSON.</summary>
    /// <inheritdoc cref="SubmitAsync(Jobspec, int, JobFlags, CancellationToken)"/>
    public Task<JobId> SubmitAsync(
        ReadOnlyMemory<byte> jobspec,
        int urgency = JobUrgency.Default,
        JobFlags flags = JobFlags.None,
        CancellationToken cancellation = default) =>
        _flux.SendAsync(JobRequests.Submit(jobspec, urgency, flags), cancellation);

    /// <summary>Changes how soon a job is to run.</summary>
    /// <param name="job">A job that has not run yet.</param>
    /// <param name="urgency">0 to 31, see <see cref="JobUrgency"/>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">There is no such job, or it is too late.</exception>
    public Task SetUrgencyAsync(JobId job, int urgency, CancellationToken cancellation = default) =>
        _flux.SendAsync(JobRequests.SetUrgency(job, urgency), cancellation);

    /// <summary>Ends a job, or takes it out of the queue.</summary>
    /// <param name="job">The job.</param>
    /// <param name="reason">Why, for those who look at the job later.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">There is no such job, or it has ended.</exception>
    public Task CancelAsync(JobId job, string? reason = null, CancellationToken cancellation = default) =>
        _flux.SendAsync(JobRequests.Cancel(job, reason), cancellation);

    /// <summary>Adds an exception to a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="type">The exception's type, a word such as <c>cancel</c>.</param>
    /// <param name="severity">0 ends the job; up to 7 is for the record only.</param>
    /// <param name="note">Why.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">There is no such job, or it has ended.</exception>
    public Task AddExceptionAsync(
        JobId job, string type, int severity, string? note = null, CancellationToken cancellation = default) =>
        _flux.SendAsync(JobRequests.Raise(job, type, severity, note), cancellation);

    /// <summary>Sends a signal to all processes of a running job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="signal">The signal's number.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">There is no such job, or it does not run.</exception>
    public Task KillAsync(JobId job, int signal, CancellationToken cancellation = default) =>
        _flux.SendAsync(JobRequests.Kill(job, signal), cancellation);

    /// <summary>
    /// Waits for the end of a job that was submitted <see cref="JobFlags.Waitable"/> and takes its result. Each result is
    /// given once; a wait that was cancelled may still take it.
    /// </summary>
    /// <param name="job">The job, or <see cref="JobId.Any"/> for the next one that ends.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">There is no such waitable job.</exception>
    public Task<WaitedJob> WaitAsync(JobId job, CancellationToken cancellation = default) =>
        _flux.SendAsync(JobRequests.Wait(job), cancellation);

    /// <summary>
    /// What happens to all jobs of the instance, in one stream: first the past of those that are there, then
    /// <see cref="JobEventsCaughtUp"/>, then what happens. For the instance's owner only.
    /// </summary>
    /// <param name="withEnded">Whether the past begins with the jobs that have ended.</param>
    /// <param name="cancellation">Leaves the stream.</param>
    /// <exception cref="FluxException">The user is a guest here; watch single jobs then.</exception>
    public IAsyncEnumerable<JobEvent> EventsAsync(bool withEnded = false, CancellationToken cancellation = default) =>
        JobEventStreams.JournalAsync(_flux, withEnded, cancellation);

    /// <summary>What happens to one job, from its submission on; the stream ends with the job. For the job's owner too.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellation">Leaves the stream.</param>
    /// <exception cref="FluxException">There is no such job, or it is another user's.</exception>
    public IAsyncEnumerable<JobEvent> EventsAsync(JobId job, CancellationToken cancellation = default) =>
        JobEventStreams.OfJobAsync(_flux, job, cancellation);

    /// <summary>Which resources a job got.</summary>
    /// <param name="job">A job that runs or has run.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">There is no such job, or it got none yet.</exception>
    public Task<ResourceSet> ResourcesAsync(JobId job, CancellationToken cancellation = default) =>
        JobLookup.ResourcesAsync(_flux, job, cancellation);

    /// <summary>What was submitted, with the environment, which the jobspecs in events lack. For the instance's owner only.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">There is no such job, or the user is a guest here.</exception>
    public Task<JsonElement> JobspecAsync(JobId job, CancellationToken cancellation = default) =>
        JobLookup.JobspecAsync(_flux, job, cancellation);

    /// <summary>
    /// Waits until a nested instance can be opened, and says where it listens. Its services come a moment later, see
    /// <see cref="FluxHandle.RunningAsync"/>.
    /// </summary>
    /// <param name="job">The job that the nested instance is.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">The job ended without becoming an instance.</exception>
    public Task<FluxUri> InstanceUriAsync(JobId job, CancellationToken cancellation = default) =>
        JobLookup.InstanceUriAsync(this, job, cancellation);
}
