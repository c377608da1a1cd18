namespace Merlin.Workflow.Spec;

/// <summary>Which shells of steps are bash without options, so that a bash that lives on can run their scripts.</summary>
public static class BashShell
{
    private const string Name = "bash";

    /// <summary>The program and its arguments that start it.</summary>
    /// <param name="shell">What stands after <c>#!</c>.</param>
    /// <returns>The command; null for a shell that is not bash, or has options.</returns>
    public static IReadOnlyList<string>? Command(string shell)
    {
        string[] words = shell.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [Name] or ["/usr/bin/env" or "/bin/env", Name] => ["/usr/bin/env", Name],
            [string path] when path.StartsWith('/') && path.EndsWith("/" + Name, StringComparison.Ordinal) => [path],
            _ => null,
        };
    }
}
