using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Reads events of the form <c>{"timestamp":…,"name":…,"context":{…}}</c> (RFC 18).</summary>
internal static class JobEventReader
{
    private const string Function = "reading a job's events";

    /// <summary>Reads one event.</summary>
    /// <param name="job">The job.</param>
    /// <param name="entry">The event.</param>
    /// <param name="jobspec">The jobspec that came with it, or null.</param>
    /// <param name="resources">The R that came with it, or null.</param>
    /// <exception cref="FluxException">It is not what an event looks like.</exception>
    public static JobEvent Read(JobId job, JsonElement entry, JsonElement? jobspec, JsonElement? resources) =>
        JsonText.Understand(Function, entry, _ => ReadKind(job, entry, jobspec, resources));

    private static JobEvent ReadKind(JobId job, JsonElement entry, JsonElement? jobspec, JsonElement? resources)
    {
        DateTimeOffset time = EventTime.Of(JsonText.Member(Function, entry, "timestamp").GetDouble());
        string name = JsonText.Member(Function, entry, "name").GetString() ?? throw JsonText.Malformed(Function);
        JsonElement? context = JsonText.Optional(entry, "context");
        JsonElement Fact(string member) => JsonText.Member(Function, context ?? default, member);
        return name switch
        {
            "submit" => new JobSubmitted(job, time, Fact("userid").GetUInt32(), Fact("urgency").GetInt32(), jobspec),
            "priority" => new JobPrioritized(job, time, Fact("priority").GetInt64()),
            "alloc" => new JobAllocated(job, time, resources is { } r ? ResourceSet.Read(r) : null),
            "start" => new JobStarted(job, time),
            "memo" when context is { } facts => new JobMemo(job, time, facts),
            "exception" => new JobRaised(
                job, time, Text(Fact("type")), Fact("severity").GetInt32(), Text(JsonText.Optional(context!.Value, "note"))),
            "finish" => new JobFinished(job, time, new WaitStatus(Fact("status").GetInt32())),
            "release" => new JobReleased(job, time, Ranks(Text(Fact("ranks"))), Fact("final").GetBoolean()),
            "clean" => new JobCleaned(job, time),
            _ => new JobNoted(job, time, name, context),
        };
    }

    // "all" is what older versions write.
    private static IdSet Ranks(string text) => text is "all" or "" ? IdSet.Empty : IdSet.Parse(text);

    private static string Text(JsonElement? value) => value?.GetString() ?? "";
}
