using Merlin.Flux;

namespace Merlin.Worker.Instances;

/// <summary>
/// Brings the events of the instance's jobs to those whose jobs they are. Events may come before Flux has said which job a
/// submission became; these are kept until it has. Belongs to the desk.
/// </summary>
/// <param name="flux">The instance.</param>
/// <param name="post">Runs something on the desk.</param>
/// <param name="hear">Hears an event, and says whether the job is known.</param>
internal sealed class JobFollower(FluxHandle flux, Action<Action> post, Func<JobEvent, bool> hear)
{
    private readonly Dictionary<JobId, List<JobEvent>> _early = [];
    private int _unanswered;

    /// <summary>Follows until Flux tells no more, as when the instance shuts down; the jobs that are there come first.</summary>
    /// <exception cref="FluxException">Flux does not tell, or the instance is gone.</exception>
    public async Task FollowAsync(CancellationToken stop)
    {
        await foreach (JobEvent happened in flux.Jobs.EventsAsync(cancellation: stop))
        {
            post(() => Sort(happened));
        }
    }

    /// <summary>A job is about to be submitted.</summary>
    public void Expect() => _unanswered++;

    /// <summary>Flux has answered a submission, and the job, if there is one, is known from now on.</summary>
    public void Answered(JobId? job)
    {
        _unanswered--;
        if (job is { } known && _early.Remove(known, out List<JobEvent>? events))
        {
            foreach (JobEvent happened in events)
            {
                hear(happened);
            }
        }

        if (_unanswered == 0)
        {
            _early.Clear(); // jobs of others
        }
    }

    private void Sort(JobEvent happened)
    {
        if (!hear(happened) && _unanswered > 0)
        {
            if (!_early.TryGetValue(happened.Job, out List<JobEvent>? events))
            {
                _early.Add(happened.Job, events = []);
            }

            events.Add(happened);
        }
    }
}
