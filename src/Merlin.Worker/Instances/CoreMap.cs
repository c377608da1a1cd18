using System.Globalization;
using Merlin.Posix;

namespace Merlin.Worker.Instances;

/// <summary>
/// Which of this host's processors belong to the cores that Flux numbers: cores are counted socket by socket, and where
/// one has several processors (hyper-threads) they go together.
/// </summary>
internal sealed class CoreMap
{
    private const string Root = "/sys/devices/system/cpu";
    private readonly IReadOnlyList<IReadOnlyList<int>> _cores;
    private readonly ProcessorSet _allowed;

    /// <summary>A map of some cores.</summary>
    /// <param name="cores">The processors of each core, in the order of the cores' numbers.</param>
    /// <param name="allowed">The processors that may be used at all.</param>
    public CoreMap(IReadOnlyList<IReadOnlyList<int>> cores, ProcessorSet allowed)
    {
        _cores = cores;
        _allowed = allowed;
    }

    /// <summary>The map of this host, for the calling thread; empty where the system does not describe its processors.</summary>
    /// <exception cref="PosixException">The system does not tell where this thread may run.</exception>
    /// <remarks>
    /// Flux numbers the cores that its broker may use: in an instance that has a part of a node, core 0 is the first of that
    /// part. This process is bound as the broker is that has started it.
    /// </remarks>
    public static CoreMap OfHost()
    {
        var allowed = ProcessorSet.OfThread();
        return new CoreMap([.. ReadCores().Where(core => core.Any(allowed.Contains))], allowed);
    }

    /// <summary>The processors of some cores; null when this host lacks one of them, or none may be used.</summary>
    public ProcessorSet? Find(IReadOnlyList<int> cores)
    {
        var processors = new List<int>();
        foreach (int core in cores)
        {
            if (core >= _cores.Count)
            {
                return null;
            }

            processors.AddRange(_cores[core].Where(_allowed.Contains));
        }

        return processors.Count == 0 ? null : ProcessorSet.Of(processors);
    }

    private static IReadOnlyList<IReadOnlyList<int>> ReadCores()
    {
        try
        {
            return
            [
                .. ReadList($"{Root}/online")
                    .GroupBy(static processor => (Socket: Number(processor, "physical_package_id"), Core: Siblings(processor)[0]))
                    .OrderBy(static core => core.Key)
                    .Select(static core => (IReadOnlyList<int>)[.. core]),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return [];
        }
    }

    private static List<int> Siblings(int processor) => ReadList(Place(processor, "thread_siblings_list"));

    private static int Number(int processor, string name) =>
        int.Parse(File.ReadAllText(Place(processor, name)), NumberStyles.Integer, CultureInfo.InvariantCulture);

    private static string Place(int processor, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}/cpu{processor}/topology/{name}");

    private static List<int> ReadList(string file)
    {
        var numbers = new List<int>();
        foreach (string range in File.ReadAllText(file).Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            int first = int.Parse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture);
            int last = int.Parse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture);
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return numbers;
    }
}
