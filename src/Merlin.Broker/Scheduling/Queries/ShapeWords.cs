namespace Merlin.Broker.Scheduling;

/// <summary>Says what tasks need and what workers own.</summary>
internal static class ShapeWords
{
    /// <summary>Why no worker of those that serve the queue is ever given a task of an array: none owns enough.</summary>
    public static string NeverFits(TaskArray array, IReadOnlyList<Consumer> serving)
    {
        string needs = Needs(array);
        InstanceResources largest = serving.SelectMany(consumer => consumer.Resources)
            .OrderByDescending(kind => kind.Nodes)
            .ThenByDescending(kind => kind.CoresPerNode)
            .ThenByDescending(kind => kind.GpusPerNode)
            .First();
        string queue = $"queue '{array.Spec.Queue}'";
        return serving.Count == 1
            ? $"{needs}; the only worker that serves {queue} has {Owned(largest)}."
            : $"{needs}; the largest of the {Words.Number(serving.Count)} workers that serve {queue} has {Owned(largest)}.";
    }

    /// <summary>What each task of an array holds while it runs, as the beginning of a sentence.</summary>
    public static string Needs(TaskArray array) => $"Each of its tasks needs {Need(array.Spec.Shape)}";

    /// <summary>What one task of a shape holds while it runs.</summary>
    public static string Need(ResourceShape shape) => shape switch
    {
        { Nodes: 0, Procs: 1 } => Parts(shape.CoresPerProc, shape.GpusPerProc),
        { Nodes: 0 } => $"{Words.Number(shape.Procs)} processes of {Parts(shape.CoresPerProc, shape.GpusPerProc)}",
        _ => $"{Nodes(shape.Nodes)} of {Parts(OnEachNode(shape) * shape.CoresPerProc, OnEachNode(shape) * shape.GpusPerProc)}",
    };

    private static string Owned(InstanceResources kind) => $"{Nodes(kind.Nodes)} of {Parts(kind.CoresPerNode, kind.GpusPerNode)}";

    private static long OnEachNode(ResourceShape shape) => Math.Max(1, ((long)shape.Procs + shape.Nodes - 1) / shape.Nodes);

    private static string Parts(long cores, long gpus) =>
        gpus == 0 ? Count(cores, "core") : $"{Count(cores, "core")} and {Count(gpus, "GPU")}";

    private static string Nodes(long nodes) => Count(nodes, "node");

    private static string Count(long count, string one) => count == 1 ? $"1 {one}" : $"{Words.Number(count)} {one}s";
}
