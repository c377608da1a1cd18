using System.Text.Json;

namespace Merlin.Flux;

/// <summary>What an instance knows about one job.</summary>
internal static class JobLookup
{
    private const string Topic = "job-info.lookup";

    public static async Task<ResourceSet> ResourcesAsync(FluxHandle flux, JobId job, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> request = JsonText.WriteObject(writer =>
        {
            writer.WriteNumber("id", job.Number);
            writer.WriteStartArray("keys");
            writer.WriteStringValue("R");
            writer.WriteEndArray();
            writer.WriteNumber("flags", 0);
        });
        ReadOnlyMemory<byte> answer = await flux.CallAsync(Topic, request, BrokerRank.Any, cancellation);
        JsonElement text = JsonText.Member(Topic, JsonText.Read(Topic, answer), "R");
        return ResourceSet.Parse(text.GetString() ?? throw JsonText.Malformed(Topic));
    }

    public static async Task<FluxUri> InstanceUriAsync(FluxJobs jobs, JobId job, CancellationToken cancellation)
    {
        string why = "the job ended";
        await foreach (JobEvent happened in jobs.EventsAsync(job, cancellation))
        {
            switch (happened)
            {
                case JobMemo { InstanceUri: { } uri }:
                    return uri;
                case JobRaised { Severity: 0 } raised:
                    why = $"the job ended: {raised.Type}: {raised.Note}";
                    break;
                default:
                    break;
            }
        }

        throw new FluxException($"waiting for the instance {job}", FluxErrno.NoData, why);
    }
}
