namespace Merlin.Workflow.Launching;

/// <summary>What Flux's launcher was called in its versions.</summary>
internal static class FluxCommand
{
    /// <summary>The name since 0.48, used too when no version is known.</summary>
    public const string Run = "flux run";

    /// <summary>The name before 0.13; this one writes its time limit with another letter.</summary>
    public const string WreckRun = "flux wreckrun";

    private const string MiniRun = "flux mini run";
    private static readonly Version FirstRun = new(0, 48);
    private static readonly Version FirstMiniRun = new(0, 13);

    /// <summary>The name in a version, or the newest name when the version is not known.</summary>
    public static string For(Version? version) =>
        version is null || version >= FirstRun ? Run : version >= FirstMiniRun ? MiniRun : WreckRun;
}
