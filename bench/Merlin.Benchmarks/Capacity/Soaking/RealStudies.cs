using System.Globalization;
using System.Text.Json;
using Merlin.Benchmarks.Load.Starts;
using Merlin.Broker;
using Merlin.Broker.Lines;

namespace Merlin.Benchmarks.Capacity.Soaking;

/// <summary>Lets a real worker run one study of tasks that do nothing after the other; their workspaces are removed.</summary>
/// <param name="site">Where the worker is; it serves <see cref="Queue"/>.</param>
/// <param name="producer">A line to the broker.</param>
/// <param name="directory">Where the workspaces are.</param>
/// <param name="samples">How many tasks a study has.</param>
internal sealed class RealStudies(MerlinSite site, BrokerClient producer, string directory, int samples)
{
    /// <summary>The queue that the tasks wait in.</summary>
    public const string Queue = "[merlin]_real";

    private const string Spec =
        """
        description: {name: real, description: tasks that do nothing}
        env:
          variables: {OUTPUT_PATH: ./work}
        study:
          - name: nothing
            description: does nothing
            run: {cmd: ': $(X)', task_queue: real}
        merlin:
          samples:
            file: $(SPECROOT)/samples.csv
            column_labels: [X]
        """;

    private long _ended;

    /// <summary>How many tasks have ended, counted when their study has.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    /// <summary>Goes on until it is told to stop; the study at hand is ended.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "spec.yaml"), Spec, CancellationToken.None);
        await File.WriteAllLinesAsync(
            Path.Combine(directory, "samples.csv"),
            Enumerable.Range(0, samples).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            string said = await site.RunAsync(directory, "run", "spec.yaml", "--json", "--broker", site.BrokerOption);
            using JsonDocument answer = JsonDocument.Parse(said);
            await producer.WatchAsync(new StudyId(answer.RootElement.GetProperty("id").GetInt64()), CancellationToken.None);
            Interlocked.Add(ref _ended, samples);
            Directory.Delete(Path.Combine(directory, "work"), recursive: true);
        }
    }
}
