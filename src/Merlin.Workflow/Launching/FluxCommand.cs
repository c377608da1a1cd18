namespace Merlin.Workflow.Launching;

/// <summary>What Flux's launcher was called in its versions.</summary>
internal static class FluxCommand
{
    /// <summary>The name since 0.48, used too when no version is known.</summary>
    public const string Run = "flux run";

    /// <summary>Merlin's own launcher for Flux, which takes the place of <see cref="Run"/> where tasks find it.</summary>
    public const string MerlinLaunch = "merlin-launch";

    /// <summary>The name before 0.13; this one writes its time limit with another letter.</summary>
    public const string WreckRun = "flux wreckrun";

    private const string MiniRun = "flux mini run";
    private static readonly Version FirstRun = new(0, 48);
    private static readonly Version FirstMiniRun = new(0, 13);

    /// <summary>The launcher for a Flux: its own by the name in its version, the newest where that is not known, or Merlin's.</summary>
    /// <param name="version">The version of Flux, or null.</param>
    /// <param name="hasMerlinLaunch">Whether tasks may have <see cref="MerlinLaunch"/>; it takes the options of the newest.</param>
    public static string For(Version? version, bool hasMerlinLaunch) =>
        NameIn(version) is var name && name == Run && hasMerlinLaunch ? MerlinLaunch : name;

    private static string NameIn(Version? version) =>
        version is null || version >= FirstRun ? Run : version >= FirstMiniRun ? MiniRun : WreckRun;
}
