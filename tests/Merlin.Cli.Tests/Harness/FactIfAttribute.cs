namespace Merlin.Cli.Tests.Harness;

/// <summary>A fact that needs programs which not every machine has; without them it is skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfAttribute : FactAttribute
{
    public FactIfAttribute(params string[] programs)
    {
        Programs = programs;
        if (Array.Find(programs, program => !IsOnPath(program)) is { } missing)
        {
            Skip = $"{missing} is not on PATH";
        }
    }

    public IReadOnlyList<string> Programs { get; }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(directory => directory.Length > 0 && File.Exists(Path.Combine(directory, program)));
}
