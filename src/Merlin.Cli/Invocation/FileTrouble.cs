using System.Text.RegularExpressions;
using Merlin.Posix;

namespace Merlin.Cli.Invocation;

/// <summary>Tells why the system refused a file, in the system's words and not in those of an exception.</summary>
internal static partial class FileTrouble
{
    private const int LargestErrno = 4095;

    /// <summary>Whether the exception is the system's refusal of a file.</summary>
    public static bool Is(Exception problem) => problem is IOException or UnauthorizedAccessException;

    /// <summary>The reason: "No such file or directory".</summary>
    public static string Reason(Exception refusal) => refusal switch
    {
        PosixException posix => Errno.Describe(posix.Error),
        FileNotFoundException or DirectoryNotFoundException => Errno.Describe(Errno.NoEntry),
        UnauthorizedAccessException { InnerException: IOException inner } => Reason(inner),
        UnauthorizedAccessException => Errno.Describe(Errno.Access),
        IOException { HResult: > 0 and <= LargestErrno } io => Errno.Describe(io.HResult),
        _ => "the system gave no reason",
    };

    /// <summary>A sentence about a refusal of which nobody has said what the file was for.</summary>
    public static string Describe(Exception refusal)
    {
        // The runtime's exceptions keep the path nowhere but in quotes in their message.
        Match path = QuotedPath().Match(refusal.Message);
        string what = path.Success ? $"'{path.Groups["path"].Value}'" : "A file";
        return $"{what} cannot be used: {Reason(refusal)}.";
    }

    [GeneratedRegex("'(?<path>/.*)'", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex QuotedPath();
}
