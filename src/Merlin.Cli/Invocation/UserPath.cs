using System.Text.RegularExpressions;

namespace Merlin.Cli.Invocation;

/// <summary>Paths as users type them: <c>~</c> and <c>$VAR</c> are filled in, and what they name must be there.</summary>
internal static partial class UserPath
{
    /// <summary>The absolute path that <paramref name="text"/> names, whether or not something is there.</summary>
    public static string Resolve(string text)
    {
        string expanded = VariablePattern().Replace(text, static match =>
            Environment.GetEnvironmentVariable(match.Groups["name"].Value) ?? match.Value);
        if (expanded == "~" || expanded.StartsWith("~/", StringComparison.Ordinal))
        {
            expanded = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + expanded[1..];
        }

        return Path.GetFullPath(expanded);
    }

    /// <summary>The absolute path of a file that must be there.</summary>
    /// <param name="text">The path as typed.</param>
    /// <param name="what">What the file is to the user, for the message: "the spec file".</param>
    /// <exception cref="UserErrorException">There is no such file.</exception>
    public static string ExistingFile(string text, string what)
    {
        string path = Resolve(text);
        if (Directory.Exists(path))
        {
            throw new UserErrorException($"{what} '{text}' is a directory; name a file.");
        }

        return File.Exists(path)
            ? path
            : throw new UserErrorException($"{what} '{text}' does not exist (looked for {path}).");
    }

    /// <summary>The absolute path of a directory that must be there, without a slash at its end.</summary>
    /// <param name="text">The path as typed.</param>
    /// <param name="what">What the directory is to the user, for the message.</param>
    /// <exception cref="UserErrorException">There is no such directory.</exception>
    public static string ExistingDirectory(string text, string what)
    {
        string path = Path.TrimEndingDirectorySeparator(Resolve(text));
        return Directory.Exists(path)
            ? path
            : throw new UserErrorException($"{what} '{text}' is not an existing directory (looked for {path}).");
    }

    [GeneratedRegex(@"\$(?:\{(?<name>\w+)\}|(?<name>\w+))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex VariablePattern();
}
