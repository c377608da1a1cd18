using System.Text.Json;
using Merlin.Benchmarks.Load.Brokers;
using Merlin.Broker;
using Merlin.Broker.Lines;

namespace Merlin.Benchmarks.Load.Starts;

/// <summary>The time from starting <c>merlin run</c> with a study of one task until a waiting worker starts the task's process.</summary>
internal sealed class CommandLatency(string program, Transport transport, int commands) : ILatency
{
    private const int WarmUp = 2;

    private const string Spec =
        """
        description: {name: bench, description: one task that does nothing}
        study:
          - name: simulate
            description: nothing
            run: {cmd: ':'}
        """;

    public string Name { get; } = $"merlin run to process, {TransportWords.Of(transport)}";

    public async Task<List<TimeSpan>> RunAsync(string directory)
    {
        await using MerlinSite site = await MerlinSite.StartAsync(program, directory, transport);
        using var producer = new BrokerClient(site.Connect);
        await producer.Greeting;
        var times = new List<TimeSpan>();
        for (int i = 0; i < WarmUp + commands; i++)
        {
            TimeSpan time = await RunAsync(producer, site, Path.Combine(directory, $"run-{i}"));
            if (i >= WarmUp)
            {
                times.Add(time);
            }
        }

        return times;
    }

    private static async Task<TimeSpan> RunAsync(BrokerClient producer, MerlinSite site, string directory)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "spec.yaml"), Spec);
        DateTimeOffset begin = TimeProvider.System.GetUtcNow();
        string said = await site.RunAsync(directory, "run", "spec.yaml", "--json", "--broker", site.BrokerOption);
        using JsonDocument answer = JsonDocument.Parse(said);
        return await TaskStart.OfAsync(producer, new StudyId(answer.RootElement.GetProperty("id").GetInt64())) - begin;
    }
}
