using System.Text.Json;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Allocations;

/// <summary>An allocation that the batch system has taken on.</summary>
/// <param name="System">The batch system.</param>
/// <param name="Id">What it calls the allocation.</param>
/// <param name="Log">Absolute path of the file that will have what the allocation's program prints.</param>
internal sealed record SubmittedAllocation(string System, AllocationId Id, string Log) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer) => writer.WriteLine($"Submitted job {Id} to {System}; its log: {Log}");

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("system", System);
        writer.WriteString("job", Id.Text);
        writer.WriteString("log", Log);
        writer.WriteEndObject();
    }
}
