using Merlin.Broker.Scheduling;
using Merlin.Worker;
using Merlin.Workflow.Forecast;

namespace Merlin.Cli.Forecasts;

/// <summary>
/// What a study costs its broker in messages, both ways, when a worker on each node talks straight to it: the rules of
/// leases and reports, applied to tasks that all take what their step is thought to take.
/// </summary>
/// <param name="Leases">Leases that are granted.</param>
/// <param name="Reports">Reports on ended tasks.</param>
/// <param name="Messages">All messages: those, their credits and acknowledgements, heartbeats, greetings, plans.</param>
internal sealed record BrokerTraffic(long Leases, long Reports, long Messages)
{
    // A grant and the credit for the next; a report and its acknowledgement; a heartbeat and its answer.
    private const int MessagesOfAPair = 2;

    // Hello and welcome, the plan's request and reply, the goodbye.
    private const int MessagesOfAWorker = 5;

    // The submission, its acceptance, the study's end.
    private const int MessagesOfAStudy = 3;

    private static readonly SchedulerOptions Rules = new();

    /// <summary>Reckons the messages.</summary>
    /// <param name="study">The study.</param>
    /// <param name="times">What tasks take.</param>
    /// <param name="allocation">What they run on.</param>
    /// <param name="makespan">How long the study takes, in seconds.</param>
    public static BrokerTraffic Of(StudyForecast study, StepTimes times, AllocationShape allocation, double makespan)
    {
        long leases = 0;
        long reports = 0;
        foreach (StepForecast step in study.Steps)
        {
            foreach (ShapeCount shape in step.Shapes)
            {
                long slots = allocation.SlotsFor(MakespanEstimate.ShapeOf(shape));
                double seconds = times[step.Name] ?? 0;
                long granted = LeasesFor(shape.Tasks, slots, seconds, allocation.Nodes);
                leases += granted;
                reports += ReportsOn(shape.Tasks, slots, seconds, allocation.Nodes, granted);
            }
        }

        long heartbeats = (long)Math.Ceiling(makespan / Rules.HeartbeatInterval.TotalSeconds) * allocation.Nodes;
        long messages = (MessagesOfAPair * (leases + reports + heartbeats))
            + ((long)MessagesOfAWorker * allocation.Nodes)
            + MessagesOfAStudy;
        return new BrokerTraffic(leases, reports, messages);
    }

    // About a second's work for a worker's slots, whole leases; the last tasks are spread over all.
    private static long LeasesFor(long tasks, long slots, double seconds, int workers)
    {
        double ofWorker = Math.Max(1, (double)slots / workers);
        double lease = Math.Clamp(ofWorker * Rules.LeaseWork.TotalSeconds / seconds, 1, Rules.LeaseCap);
        return Math.Max((long)Math.Ceiling(tasks / lease), Math.Min(tasks, workers));
    }

    // Each worker reports what has ended once in an interval, and at once when a lease has ended.
    private static long ReportsOn(long tasks, long slots, double seconds, int workers, long leases)
    {
        double busySeconds = tasks * seconds / slots;
        double intervals = busySeconds / ReportPace.FirstInterval.TotalSeconds * workers;
        return Math.Min(tasks, Math.Max(leases, (long)Math.Ceiling(intervals)));
    }
}
