using System.Text;
using System.Text.Json;

namespace Merlin.Flux;

/// <summary>What an instance knows about one job.</summary>
internal static class JobLookup
{
    private const string Topic = "job-info.lookup";

    public static async Task<ResourceSet> ResourcesAsync(FluxHandle flux, JobId job, CancellationToken cancellation) =>
        ResourceSet.Parse(await TextAsync(flux, job, "R", cancellation));

    public static async Task<JsonElement> JobspecAsync(FluxHandle flux, JobId job, CancellationToken cancellation) =>
        JsonText.Read(Topic, Encoding.UTF8.GetBytes(await TextAsync(flux, job, "jobspec", cancellation)));

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

    private static async Task<string> TextAsync(FluxHandle flux, JobId job, string key, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> request = JsonText.WriteObject(writer =>
        {
            writer.WriteNumber("id", job.Number);
            writer.WriteStartArray("keys");
            writer.WriteStringValue(key);
            writer.WriteEndArray();
            writer.WriteNumber("flags", 0);
        });
        ReadOnlyMemory<byte> answer = await flux.CallAsync(Topic, request, BrokerRank.Any, cancellation);
        JsonElement text = JsonText.Member(Topic, JsonText.Read(Topic, answer), key);
        return text.GetString() ?? throw JsonText.Malformed(Topic);
    }
}
