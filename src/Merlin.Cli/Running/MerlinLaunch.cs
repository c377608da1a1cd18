using Merlin.Cli.Workers;

namespace Merlin.Cli.Running;

/// <summary>Merlin's own launcher for Flux, which is there only where it could be built.</summary>
internal static class MerlinLaunch
{
    private const string FileName = "merlin-launch";

    /// <summary>Where it would be: beside the command that workers put on the PATH of their tasks.</summary>
    public static string Place => Path.Combine(ProgramDirectory.Path, FileName);

    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled => File.Exists(Place);
}
