using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Merlin.Flux;

/// <summary>The two ways to watch jobs: the instance's journal, and a single job's event log.</summary>
internal static class JobEventStreams
{
    private const string Journal = "job-manager.events-journal";

    public static async IAsyncEnumerable<JobEvent> JournalAsync(
        FluxHandle flux, bool withEnded, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> request = JsonText.WriteObject(writer => writer.WriteBoolean("full", withEnded));
        await foreach (ReadOnlyMemory<byte> answer in
            flux.StreamAsync(Journal, request, BrokerRank.Any, Journal + "-cancel", cancellation))
        {
            foreach (JobEvent happened in JsonText.Understand(Journal, JsonText.Read(Journal, answer), ReadJournal))
            {
                yield return happened;
            }
        }
    }

    public static async IAsyncEnumerable<JobEvent> OfJobAsync(
        FluxHandle flux, JobId job, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (ReadOnlyMemory<byte> entry in flux.ReadAsync(JobRequests.WatchEvents(job), cancellation))
        {
            yield return JobEventReader.Read(job, JsonText.Read("flux_job_event_watch", entry), null, null);
        }
    }

    // {"id":…,"events":[…],"jobspec"?:{…},"R"?:{…}}; the id -1 without events ends the past.
    private static List<JobEvent> ReadJournal(JsonElement answer)
    {
        var job = new JobId(unchecked((ulong)JsonText.Member(Journal, answer, "id").GetInt64()));
        if (job == JobId.Any)
        {
            return [new JobEventsCaughtUp()];
        }

        JsonElement? jobspec = JsonText.Optional(answer, "jobspec");
        JsonElement? resources = JsonText.Optional(answer, "R");
        return
        [
            .. JsonText.Member(Journal, answer, "events").EnumerateArray()
                .Select(entry => JobEventReader.Read(job, entry, jobspec, resources)),
        ];
    }
}
