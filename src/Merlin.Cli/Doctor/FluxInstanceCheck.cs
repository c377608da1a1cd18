using System.Globalization;
using Merlin.Flux;

namespace Merlin.Cli.Doctor;

/// <summary>In which Flux instance this process is, whether its resources are the user's, and what they are.</summary>
internal static class FluxInstanceCheck
{
    /// <summary>What the instance is called in findings.</summary>
    public const string Name = "flux instance";

    private const string ResourcesName = "flux resources";

    /// <summary>Makes the check.</summary>
    public static async Task<IReadOnlyList<Finding>> MakeAsync(CancellationToken stop)
    {
        if (FluxUri.FromEnvironment() is not { } uri)
        {
            return [new Finding(
                Name,
                FindingState.Absent,
                "not inside one: FLUX_URI is not set",
                "'flux alloc' or 'flux batch' gives one; workers run right where they are started otherwise")];
        }

        try
        {
            await using FluxHandle flux = await FluxHandle.OpenAsync(uri, stop);
            InstanceFacts facts = await flux.InstanceAsync(stop);
            return [OfInstance(facts), OfResources(await flux.Resources.StatusAsync(stop))];
        }
        catch (Exception e) when (e is FluxException or FluxUnavailableException)
        {
            return [new Finding(
                Name, FindingState.Bad, $"{uri} cannot be asked: {e.Message}", "unset FLUX_URI, or start again inside an instance that lives")];
        }
    }

    private static Finding OfInstance(InstanceFacts facts)
    {
        string words = string.Create(
            CultureInfo.InvariantCulture,
            $"level {facts.Level}, {facts.Size} brokers on {facts.Hosts}{(facts.Job is { } job ? $", job {job}" : "")}");
        return facts.IsMine
            ? new Finding(Name, FindingState.Good, $"{words}; its resources are yours, and run-workers uses them")
            : new Finding(
                Name,
                FindingState.Absent,
                $"{words}; it is {(facts.IsSystemInstance ? "the machine's own" : "another user's")}",
                "ask it for an allocation: 'flux alloc', 'flux batch' or 'merlin run-workers --batch'");
    }

    private static Finding OfResources(ResourceStatus status)
    {
        ResourceSet up = status.All.Only(status.Up);
        string words = string.Create(
            CultureInfo.InvariantCulture, $"{up.Nodes.Count} of {status.All.Nodes.Count} nodes up, {up.CoreCount} cores, {up.GpuCount} gpus");
        return up.Nodes.Count == status.All.Nodes.Count
            ? new Finding(ResourcesName, FindingState.Good, words)
            : new Finding(ResourcesName, FindingState.Doubtful, words, "'flux resource drain' and 'flux resource status' say which are missing and why");
    }
}
