using System.Diagnostics;

namespace Merlin.Cli.Tests.Commands;

/// <summary>The built program as a process of its own.</summary>
public sealed class ProgramTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("--version", 0)]
    [InlineData("-v", 0)]
    [InlineData("--help", 0)]
    [InlineData("info", 0)]
    [InlineData("info --json", 0)]
    [InlineData("example list", 0)]
    [InlineData("example failure", 1)]
    [InlineData("no-such-command", 2)]
    [InlineData("run /no/such/spec.yaml --local", 1)]
    [InlineData("detailed-status . --return-code bogus", 2)]
    [InlineData("status /no/such/place", 1)]
    public async Task The_exit_status_says_the_truth(string line, int expected)
    {
        Run run = await StartAsync(line);
        Assert.True(expected == run.Status, $"exit {run.Status}\n{run.Out}\n{run.Error}");
        Assert.True(expected == 0 ? run.Error.Length == 0 : line.Length == 0 || run.Error.Length > 0, run.Error);
    }

    [Fact]
    public async Task The_version_is_all_that_version_prints() =>
        Assert.Matches(@"\A\d+\.\d+\.\d+\S*\n\z", (await StartAsync("--version")).Out);

    [Fact]
    public async Task A_reader_may_leave_early()
    {
        Run run = await StartShellAsync("{ \"$@\"; echo $? >&2; } | true", "example", "list");
        Assert.Equal("0\n", run.Error);
    }

    private static Task<Run> StartAsync(string line) =>
        StartShellAsync("exec \"$@\"", line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static async Task<Run> StartShellAsync(string script, params string[] words)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string program = Path.Combine(AppContext.BaseDirectory, "merlin.dll");
        foreach (string word in (string[])["-c", script, "sh", "dotnet", "exec", program, .. words])
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Run(process.ExitCode, await output, await error);
    }

    private sealed record Run(int Status, string Out, string Error);
}
