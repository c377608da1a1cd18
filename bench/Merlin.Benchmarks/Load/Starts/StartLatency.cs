using Merlin.Benchmarks.Load.Brokers;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;
using Merlin.Workflow.Plan;

namespace Merlin.Benchmarks.Load.Starts;

/// <summary>
/// The time from handing a study of one task to a producer's open line, as <c>merlin run</c> does when it has prepared the
/// study, until a waiting worker starts the task's process.
/// </summary>
internal sealed class StartLatency(string program, Transport transport, int studies) : ILatency
{
    private const int WarmUp = 20;
    private const int MaxRetries = 30;
    private const int Urgency = 16;

    public string Name { get; } = $"submission to process, {TransportWords.Of(transport)}";

    public async Task<List<TimeSpan>> RunAsync(string directory)
    {
        await using MerlinSite site = await MerlinSite.StartAsync(program, directory, transport);
        using var producer = new BrokerClient(site.Connect);
        await producer.Greeting;
        var times = new List<TimeSpan>();
        for (int i = 0; i < WarmUp + studies; i++)
        {
            TimeSpan time = await SubmitAsync(producer, site, Path.Combine(directory, $"study-{i}"));
            if (i >= WarmUp)
            {
                times.Add(time);
            }
        }

        return times;
    }

    private static async Task<TimeSpan> SubmitAsync(BrokerClient producer, MerlinSite site, string workspace)
    {
        Directory.CreateDirectory(workspace);
        byte[] plan = StudyPlanFormat.Write(PlanIn(workspace));
        var array = new ArraySpec("simulate", "[merlin]_merlin", 1, Urgency, MaxRetries, TimeSpan.FromSeconds(1), []) { Step = "simulate" };
        var submission = new StudySubmission(
            "bench", workspace, Environment.UserName, [array], site.Seal?.Seal(SealPurpose.Plan, plan) ?? plan)
        {
            Token = Guid.NewGuid().ToString("N"),
        };
        DateTimeOffset begin = TimeProvider.System.GetUtcNow();
        StudyAccepted accepted = await producer.AskAsync<StudyAccepted>(
            number => new StudySubmit(number, submission), CancellationToken.None);
        return await TaskStart.OfAsync(producer, accepted.Study) - begin;
    }

    private static StudyPlan PlanIn(string workspace) => new()
    {
        Name = "bench",
        Workspace = workspace,
        Timestamp = "20260101-000000",
        Nodes =
        [
            new PlanNode
            {
                Name = "simulate",
                Step = "simulate",
                Directory = "simulate",
                ScriptBase = "simulate",
                ScriptExtension = ".sh",
                Shell = "/bin/bash",
                Command = ":",
                Queue = "merlin",
                StatusFiles = true,
            },
        ],
    };
}
