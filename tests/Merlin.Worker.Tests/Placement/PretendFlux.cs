using Merlin.Broker;
using Merlin.Worker.Placement;

namespace Merlin.Worker.Tests.Placement;

/// <summary>Flux as placement sees it: takes jobs in order of urgency and age, and gives them cores that have no other job.</summary>
internal sealed class PretendFlux(CoreBook book, int[] coresPerNode, int[] gpusPerNode)
{
    private readonly Job?[][] _cores = [.. coresPerNode.Select(static count => new Job?[count])];
    private readonly Job?[][] _gpus = [.. gpusPerNode.Select(static count => new Job?[count])];
    private readonly List<Job> _queue = [];
    private readonly List<Job> _running = [];

    internal sealed class Job
    {
        public Block? Block { get; init; }

        public Wish? Wish { get; init; }

        public Seat? Seat { get; init; }

        public ExtraJob? Extra { get; set; }

        public ResourceShape Shape => (Seat?.Demand ?? Extra!.Demand).Shape;

        public List<(int Node, int Core)> Cores { get; } = [];

        public List<(int Node, int Gpu)> Gpus { get; } = [];
    }

    public IEnumerable<Job> Tasks => _running.Where(static job => job.Wish is not null);

    public IEnumerable<Job> Waiting => _queue.Where(static job => job.Wish is not null);

    public IEnumerable<Job> Extras => _running.Where(static job => job.Extra is not null);

    public IEnumerable<Job> WaitingExtras => _queue.Where(static job => job.Extra is not null);

    public bool IsEmpty => _queue.Count == 0 && !Tasks.Any() && !Extras.Any();

    public int Placeholders => _running.Count(static job => job.Block is not null);

    public void Submit(Job job)
    {
        int place = job.Block is null ? _queue.Count : _queue.FindIndex(static waiting => waiting.Block is null);
        _queue.Insert(place < 0 ? _queue.Count : place, job);
    }

    public Job? PlaceholderOf(Block block) => _running.Concat(_queue).FirstOrDefault(job => job.Block == block);

    /// <summary>Starts what fits, head first.</summary>
    public List<Job> Schedule()
    {
        var started = new List<Job>();
        while (_queue.Count > 0 && TryPlace(_queue[0]))
        {
            started.Add(_queue[0]);
            _running.Add(_queue[0]);
            _queue.RemoveAt(0);
        }

        return started;
    }

    public void End(Job job)
    {
        _queue.Remove(job);
        _running.Remove(job);
        job.Cores.ForEach(core => _cores[core.Node][core.Core] = null);
        job.Gpus.ForEach(gpu => _gpus[gpu.Node][gpu.Gpu] = null);
    }

    /// <summary>Whose a core is: nobody's or a placeholder's is not a task's job.</summary>
    public bool IsAJobs(int node, int core) => _cores[node][core] is { Wish: not null };

    public bool IsAJobsGpu(int node, int gpu) => _gpus[node][gpu] is { Wish: not null };

    private bool TryPlace(Job job)
    {
        if (job.Block is { } block)
        {
            return TryTake(job, block.Node, block.CoreCount, block.GpuCount);
        }

        ResourceShape shape = job.Shape;
        int left = shape.Procs;
        int onEach = shape.Nodes == 0 ? int.MaxValue : (shape.Procs + shape.Nodes - 1) / shape.Nodes;
        for (int node = 0; node < _cores.Length && left > 0; node++)
        {
            int room = Room(node, shape);
            int here = Math.Min(left, Math.Min(onEach, room));
            if (here < Math.Min(onEach, left) && shape.Nodes != 0)
            {
                continue;
            }

            TryTake(job, node, here * shape.CoresPerProc, here * shape.GpusPerProc);
            left -= here;
        }

        if (left > 0)
        {
            job.Cores.ForEach(core => _cores[core.Node][core.Core] = null);
            job.Gpus.ForEach(gpu => _gpus[gpu.Node][gpu.Gpu] = null);
            job.Cores.Clear();
            job.Gpus.Clear();
        }

        return left <= 0;
    }

    private int Room(int node, ResourceShape shape)
    {
        if (!book.Nodes[node].IsUp)
        {
            return 0;
        }

        int byCores = _cores[node].Count(static owner => owner is null) / shape.CoresPerProc;
        return shape.GpusPerProc == 0 ? byCores : Math.Min(byCores, _gpus[node].Count(static owner => owner is null) / shape.GpusPerProc);
    }

    private bool TryTake(Job job, int node, int cores, int gpus)
    {
        int[] free = [.. Enumerable.Range(0, _cores[node].Length).Where(core => _cores[node][core] is null).Take(cores)];
        int[] freeGpus = [.. Enumerable.Range(0, _gpus[node].Length).Where(gpu => _gpus[node][gpu] is null).Take(gpus)];
        if (free.Length < cores || freeGpus.Length < gpus || !book.Nodes[node].IsUp)
        {
            return false;
        }

        foreach (int core in free)
        {
            _cores[node][core] = job;
            job.Cores.Add((node, core));
        }

        foreach (int gpu in freeGpus)
        {
            _gpus[node][gpu] = job;
            job.Gpus.Add((node, gpu));
        }

        return true;
    }
}
