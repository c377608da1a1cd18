namespace Merlin.Cli.Workers;

/// <summary>Where the command <c>merlin</c> that runs is, for the PATH of what it starts.</summary>
internal static class ProgramDirectory
{
    // The launcher of a source tree says where it is; otherwise the program is where its code is.
    private const string LauncherDirectory = "MERLIN_LAUNCHER_DIRECTORY";

    /// <summary>The directory, absolute, without a slash at its end.</summary>
    public static string Path => System.IO.Path.TrimEndingDirectorySeparator(
        Environment.GetEnvironmentVariable(LauncherDirectory) ?? AppContext.BaseDirectory);
}
