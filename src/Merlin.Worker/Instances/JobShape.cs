using System.Globalization;
using System.Text.Json;
using Merlin.Broker;

namespace Merlin.Worker.Instances;

/// <summary>Reads what a job holds out of its jobspec (RFC 14); of a range of counts the least.</summary>
/// <param name="coresPerNode">What a node has that a job wants for itself alone.</param>
internal sealed class JobShape(int coresPerNode)
{
    /// <summary>The shape; null for a jobspec that asks for no cores.</summary>
    public ResourceShape? Read(JsonElement jobspec)
    {
        var shape = new ResourceShape(Nodes: 0, Procs: 1, CoresPerProc: 0, GpusPerProc: 0);
        bool isWhole = false;
        if (jobspec.ValueKind == JsonValueKind.Object && jobspec.TryGetProperty("resources", out JsonElement resources))
        {
            Add(ref shape, ref isWhole, resources);
        }

        return shape.CoresPerProc == 0 ? null
            : isWhole ? shape with { Procs = shape.Nodes, CoresPerProc = coresPerNode }
            : shape;
    }

    private static void Add(ref ResourceShape shape, ref bool isWhole, JsonElement resources)
    {
        if (resources.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement resource in resources.EnumerateArray().Where(static entry => entry.ValueKind == JsonValueKind.Object))
        {
            int count = resource.TryGetProperty("count", out JsonElement counted) ? Least(counted) : 1;
            shape = TypeOf(resource) switch
            {
                "node" => shape with { Nodes = shape.Procs * count, Procs = shape.Procs * count },
                "slot" => shape with { Procs = shape.Procs * count },
                "core" => shape with { CoresPerProc = count },
                "gpu" => shape with { GpusPerProc = count },
                _ => shape,
            };
            isWhole |= resource.TryGetProperty("exclusive", out JsonElement exclusive) && exclusive.ValueKind == JsonValueKind.True;
            if (resource.TryGetProperty("with", out JsonElement inner))
            {
                Add(ref shape, ref isWhole, inner);
            }
        }
    }

    private static string? TypeOf(JsonElement resource) =>
        resource.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    // A number, an object of the least and more, or text as "2-4" or "3+".
    private static int Least(JsonElement count) => count.ValueKind switch
    {
        JsonValueKind.Number when count.TryGetInt32(out int number) => number,
        JsonValueKind.Object when count.TryGetProperty("min", out JsonElement least) => Least(least),
        JsonValueKind.String when int.TryParse(
            string.Concat(count.GetString()!.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out int first) => first,
        _ => 1,
    };
}
