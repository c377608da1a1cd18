using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Support;

/// <summary>A study's records, written down by a test.</summary>
internal sealed class FakeStatusSource(StudyPlan plan) : IStudyStatusSource
{
    private readonly Dictionary<int, ArrayStatus> _arrays = [];
    private readonly Dictionary<int, IEnumerable<TaskRow>> _rows = [];

    public StudyEnd End { get; set; }

    public bool IsLive { get; set; }

    /// <summary>Sets where an array stands.</summary>
    public FakeStatusSource With(
        int ordinal,
        Dictionary<TaskOutcome, long> outcomes,
        RunTimes times = default,
        long ready = 0,
        long leased = 0,
        long running = 0,
        params string[] consumers)
    {
        PlanNode node = plan.Nodes[ordinal];
        _arrays[ordinal] = new ArrayStatus
        {
            Ordinal = ordinal,
            Name = node.Name,
            Queue = node.Queue,
            Count = node.Count,
            Urgency = 16,
            Waiting = node.Count - ready - leased - running - outcomes.Values.Sum(),
            Ready = ready,
            Leased = leased,
            Running = running,
            Outcomes = outcomes,
            RunTimes = times,
            Consumers = consumers,
        };
        return this;
    }

    /// <summary>Sets an array's tasks.</summary>
    public FakeStatusSource WithRows(int ordinal, IEnumerable<TaskRow> rows)
    {
        _rows[ordinal] = rows;
        return this;
    }

    /// <summary>How often it was asked where the study stands.</summary>
    public int Asked { get; private set; }

    public StudyStatus GetStatus()
    {
        Asked++;
        for (int i = 0; i < plan.Nodes.Count; i++)
        {
            if (!_arrays.ContainsKey(i))
            {
                With(i, []);
            }
        }

        return new StudyStatus
        {
            Study = new StudyId(1),
            Name = plan.Name,
            Workspace = plan.Workspace,
            Owner = "somebody",
            Submitted = new Instant(1_000_000),
            Closed = End == StudyEnd.None ? null : new Instant(5_000_000),
            End = End,
            Live = IsLive,
            Arrays = [.. Enumerable.Range(0, plan.Nodes.Count).Select(ordinal => _arrays[ordinal])],
        };
    }

    public IEnumerable<TaskRow> Tasks(int ordinal) => _rows.GetValueOrDefault(ordinal) ?? [];

    public ReadOnlyMemory<byte> ReadPlan() => StudyPlanFormat.Write(plan);

    public void Dispose()
    {
        // Holds nothing.
    }
}
