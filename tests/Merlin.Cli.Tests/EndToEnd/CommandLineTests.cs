using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Exit codes and texts of command lines that need no study.</summary>
public sealed class CommandLineTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Theory]
    [InlineData(2, "error: ", "no-such-command")]
    [InlineData(2, "error: ", "run")]
    [InlineData(2, "error: ", "run", "--no-such-option", "spec.yaml")]
    [InlineData(2, "error: ", "detailed-status", ".", "--return-code", "nonsense")]
    [InlineData(1, "missing.yaml", "run", "--local", "missing.yaml")]
    [InlineData(1, "missing.yaml", "status", "missing.yaml")]
    [InlineData(1, "not found", "example", "failure")]
    public Task A_wrong_command_line_is_refused(int exitCode, string message, params string[] arguments) =>
        AtAsync(async site =>
        {
            CommandResult result = (await site.MerlinAsync(arguments)).Ended(exitCode);

            Assert.Contains(message, result.Error);
            Assert.DoesNotContain("   at ", result.Text);
            Assert.Empty(Directory.EnumerateFileSystemEntries(site.Work));
        });

    [Fact]
    public Task Without_arguments_there_is_help() => AtAsync(async site =>
    {
        CommandResult result = (await site.MerlinAsync()).Ended(1);

        Assert.All((string[])["run", "restart", "status", "detailed-status"], word => Assert.Contains(word, result.Out));
    });

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public Task The_version_is_all_that_version_prints(string option) => AtAsync(async site =>
    {
        CommandResult result = (await site.MerlinAsync(option)).Ended(0);

        Assert.Matches(@"\A\d+\.\d+\.\d+\n\z", result.Out);
        Assert.Equal("", result.Error);
    });

    [Fact]
    public Task The_examples_are_listed_and_can_be_copied_and_run() => AtAsync(async site =>
    {
        CommandResult list = (await site.MerlinAsync("example", "list")).Ended(0);
        Assert.Contains("hello", list.Out);

        (await site.MerlinAsync("example", "hello")).Ended(0);
        (await site.MerlinAsync("run", "--local", "hello/hello.yaml")).Ended(0);
        (await site.MerlinAsync("example", "hello")).Ended(1);
    });

    [Fact]
    public Task Without_a_broker_a_run_says_how_to_run_here() => AtAsync(async site =>
    {
        site.Write("spec.yaml", "description: {name: a, description: d}\nstudy: [{name: s, description: d, run: {cmd: x}}]\n");

        CommandResult run = (await site.MerlinAsync("run", "spec.yaml")).Ended(1);

        Assert.Contains("--local", run.Error);
        Assert.Empty(site.Workspaces());
    });
}
