using System.Text.Json;

namespace Merlin.Flux;

/// <summary>What an instance knows about one job.</summary>
internal static class JobLookup
{
    private const string Topic = "job-info.lookup";
    private const string Signed = "reading a signed jobspec";

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

    /// <summary>
    /// The jobspec as it was submitted (RFC 15: header, jobspec and signature). The service for such questions does not know
    /// a job yet when the first event of it comes, and the jobspec that it has is without the environment.
    /// </summary>
    public static async Task<JsonElement> JobspecAsync(FluxHandle flux, JobId job, CancellationToken cancellation)
    {
        string signed = await flux.SendAsync(StoreRequests.Read(job.ToString(JobIdForm.Kvs) + ".J"), cancellation);
        byte[] jobspec = signed.Split('.') is [_, var payload, _] ? Decode(payload) : throw JsonText.Malformed(Signed);
        return JsonText.Read(Signed, jobspec);
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

    private static byte[] Decode(string payload)
    {
        try
        {
            return Convert.FromBase64String(payload);
        }
        catch (FormatException)
        {
            throw JsonText.Malformed(Signed);
        }
    }
}
