using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>
/// The jobs that the script of a task has launched, those left and what there is to tell of all: of one that has begun, or of
/// one that is over, whose late jobs still run. Belongs to the desk.
/// </summary>
internal sealed class LaunchingTask
{
    // A script may launch thousands.
    private const int MostNamed = 8;
    private readonly HashSet<LaunchedJob> _jobs = [];
    private readonly List<JobId> _named = [];
    private readonly List<string> _hosts = [];
    private int _count;

    /// <summary>Whether all of its jobs have ended.</summary>
    public bool IsQuiet => _jobs.Count == 0;

    /// <summary>Whether one of them has lost a node, so that the script's failure may be due to that.</summary>
    public bool HasLostNode { get; private set; }

    /// <summary>It has launched another one, which may have ended already.</summary>
    public void Add(LaunchedJob job)
    {
        job.Assign(this);
        _jobs.Add(job);
        _count++;
        if (_named.Count < MostNamed)
        {
            _named.Add(job.Id);
        }

        if (job.HasEnded)
        {
            Forget(job);
        }
    }

    /// <summary>One of its jobs has ended.</summary>
    public void Forget(LaunchedJob job)
    {
        if (_jobs.Remove(job))
        {
            HasLostNode |= job.HasLostNode;
            _hosts.AddRange(job.Hosts.Except(_hosts, StringComparer.Ordinal));
        }
    }

    /// <summary>Ends those that are left.</summary>
    /// <param name="atOnce">Without the time that Flux gives jobs to end by themselves.</param>
    public void CancelAll(bool atOnce)
    {
        foreach (LaunchedJob job in _jobs)
        {
            job.Cancel(atOnce);
        }
    }

    /// <summary>Adds the jobs, and where they ran, to where the task ran.</summary>
    public void Tell(TaskRun run)
    {
        List<string> jobs = [.. _named.Select(static job => job.ToString())];
        if (_count > MostNamed)
        {
            jobs.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{_count - MostNamed}"));
        }

        IEnumerable<string> hosts = _hosts;
        if (run.Place is { } place)
        {
            jobs.InsertRange(0, place.Job.Length > 0 ? [place.Job] : []);
            hosts = HostList.Parse(place.Hosts).Union(_hosts, StringComparer.Ordinal);
        }

        run.Place = new TaskPlace(run.Task.Key.Index, string.Join(',', jobs), new HostList(hosts).ToString());
    }
}
