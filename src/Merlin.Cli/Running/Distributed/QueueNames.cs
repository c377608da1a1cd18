namespace Merlin.Cli.Running.Distributed;

/// <summary>Names of queues on a broker: the user's queue tag and the <c>task_queue</c> of a step.</summary>
/// <param name="Tag">The queue tag; may be empty.</param>
internal sealed record QueueNames(string Tag)
{
    private const string Untagged = "none";

    /// <summary>The queue on the broker of steps with a <c>task_queue</c>; <c>none</c>, in any case, names the bare tag.</summary>
    public string Of(string taskQueue) =>
        Tag.Length > 0 && taskQueue.Equals(Untagged, StringComparison.OrdinalIgnoreCase) ? Tag : Tag + taskQueue;

    /// <summary>The queue on the broker that a user means, who may have left the tag out or not.</summary>
    public string Meant(string typed) => Tag.Length > 0 && typed.StartsWith(Tag, StringComparison.Ordinal) ? typed : Of(typed);
}
