using System.Globalization;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Forecasts;

/// <summary>What tasks hold and what allocations have, in words.</summary>
internal static class ShapeText
{
    /// <summary>What a task holds.</summary>
    public static string Of(PlanResources holds)
    {
        string gpus = holds.GpusPerProc > 0 ? $" and {Count(holds.GpusPerProc, "GPU")}" : "";
        string nodes = holds.Nodes > 0 ? $" on {Count(holds.Nodes, "node")}" : "";
        return $"{Count(holds.Procs, "process", "processes")} of {Count(holds.CoresPerProc, "core")}{gpus}{nodes}";
    }

    /// <summary>What an allocation has.</summary>
    public static string Of(AllocationShape allocation) => Of(allocation.Nodes, allocation.Cores, allocation.Gpus);

    /// <summary>What some nodes have.</summary>
    /// <param name="nodes">How many there are.</param>
    /// <param name="cores">The cores of each.</param>
    /// <param name="gpus">The GPUs of each.</param>
    public static string Of(int nodes, int cores, int gpus)
    {
        string andGpus = gpus > 0 ? $" and {Count(gpus, "GPU")}" : "";
        return $"{Count(nodes, "node")} of {Count(cores, "core")}{andGpus}";
    }

    private static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
