namespace Merlin.Flux.Tests;

/// <summary>Jobs that tests submit.</summary>
internal static class Samples
{
    /// <summary>The variables that a job of a test finds.</summary>
    public static Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal)
    {
        ["PATH"] = $"{Path.GetDirectoryName(Testing.FluxInstallation.Command)}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["HOME"] = System.Environment.GetEnvironmentVariable("HOME") ?? "/",
    };

    /// <summary>A job that runs a shell command on one core.</summary>
    public static Jobspec Shell(string command) => new()
    {
        Command = ["sh", "-c", command],
        Resources = new JobResources(),
        Environment = Environment,
        Directory = "/",
    };

    /// <summary>A job that runs until somebody ends it.</summary>
    public static Jobspec Sleeper() => Shell("exec sleep 1000000") with { Name = "sleeper" };
}
