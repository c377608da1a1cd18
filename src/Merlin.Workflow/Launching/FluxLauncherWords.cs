namespace Merlin.Workflow.Launching;

/// <summary>The words for <see cref="FluxLauncher"/> in a spec.</summary>
internal static class FluxLauncherWords
{
    /// <summary>What the key must be, for messages.</summary>
    public const string Rule = "must be auto or flux-run";

    /// <summary>Reads a word.</summary>
    /// <returns>What it means; null when it means nothing.</returns>
    public static FluxLauncher? Parse(string? word) => word switch
    {
        "auto" => FluxLauncher.Auto,
        "flux-run" => FluxLauncher.FluxRun,
        _ => null,
    };
}
