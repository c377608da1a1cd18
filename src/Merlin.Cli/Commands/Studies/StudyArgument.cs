using System.CommandLine;

namespace Merlin.Cli.Commands.Studies;

/// <summary>The word that names a study of a broker, told the same everywhere.</summary>
internal static class StudyArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string> Create() => new("study")
    {
        Description = "The study: its number, its name or its workspace.",
    };
}
