namespace Merlin.Native.Tests;

/// <summary>The commands that are compared.</summary>
public enum Launcher
{
    /// <summary><c>flux run</c>.</summary>
    FluxRun,

    /// <summary><c>merlin-launch</c>.</summary>
    MerlinLaunch,
}
