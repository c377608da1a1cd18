using System.Text;
using System.Text.RegularExpressions;
using Merlin.Posix;

namespace Merlin.Cli.Invocation;

/// <summary>Paths as users type them: <c>~</c> and <c>$VAR</c> are filled in, and what they name must be there.</summary>
internal static partial class UserPath
{
    /// <summary>The absolute path that <paramref name="text"/> names, whether or not something is there.</summary>
    /// <exception cref="UserErrorException">It names nothing, or cannot be a path.</exception>
    public static string Resolve(string text)
    {
        string expanded = VariablePattern().Replace(text, static match =>
            Environment.GetEnvironmentVariable(match.Groups["name"].Value) ?? match.Value);
        if (expanded == "~" || expanded.StartsWith("~/", StringComparison.Ordinal))
        {
            expanded = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + expanded[1..];
        }

        return expanded.Length > 0 && !expanded.Contains('\0', StringComparison.Ordinal)
            ? Path.GetFullPath(expanded)
            : throw new UserErrorException($"'{text}' names no file and no directory; give a path.");
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

        if (!File.Exists(path))
        {
            throw new UserErrorException($"{what} '{text}' does not exist (looked for {path}).");
        }

        RefuseNamedPipe(path, $"{what} '{text}'");
        return path;
    }

    /// <summary>
    /// Refuses a pipe that has a name of its own: opening it waits for a writer, who may never come. A pipe that this
    /// process was given (<c>/dev/stdin</c>, <c>/dev/fd/3</c>) has its writer.
    /// </summary>
    /// <param name="path">Absolute path of a file.</param>
    /// <param name="what">The file, for the message.</param>
    /// <exception cref="UserErrorException">It is a named pipe.</exception>
    public static void RefuseNamedPipe(string path, string what)
    {
        bool inherited = path == "/dev/stdin" || path.StartsWith("/dev/fd/", StringComparison.Ordinal)
            || path.StartsWith("/proc/", StringComparison.Ordinal);
        if (!inherited && PosixFiles.IsPipe(Encoding.UTF8.GetBytes(path + '\0')))
        {
            throw new UserErrorException($"{what} is a named pipe; name a file.");
        }
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
