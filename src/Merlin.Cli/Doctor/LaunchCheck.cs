using Merlin.Cli.Running;

namespace Merlin.Cli.Doctor;

/// <summary>Whether <c>$(LAUNCHER)</c> can be Merlin's own launcher under Flux.</summary>
internal static class LaunchCheck
{
    private const string Name = "merlin-launch";

    /// <summary>Makes the check.</summary>
    public static Finding Make() => MerlinLaunch.IsInstalled
        ? new Finding(Name, FindingState.Good, MerlinLaunch.Place)
        : new Finding(
            Name,
            FindingState.Absent,
            $"not at {MerlinLaunch.Place}: under Flux $(LAUNCHER) is 'flux run'",
            "'make -C native' builds it where Flux's headers are; put it there");
}
