using System.Text.RegularExpressions;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Brokers;

/// <summary>What the README tells a new user to type works, in an empty home and an empty directory.</summary>
public sealed class ReadmeTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task Four_commands_lead_to_a_study_that_two_workers_run() => AtAsync(async site =>
    {
        string section = Section(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md")), "On a cluster");
        string[][] blocks = [.. Blocks(section)];
        Assert.Equal(4, blocks[0].Length);
        await TypeAsync(site, Regex.Match(section, "`(merlin example [a-z_]+)` gives one").Groups[1].Value);
        try
        {
            foreach (string line in blocks[0])
            {
                await TypeAsync(site, line);
            }

            StudyWorkspace workspace = site.Workspace();
            Assert.Equal(7, workspace.FinishedTasks().Count);
            CommandResult workers = await TypeAsync(site, "merlin query-workers");
            Assert.Contains("greeter@", workers.Out);
            Assert.Contains("gatherer@", workers.Out);
            Assert.Contains("address: tcp://", await File.ReadAllTextAsync(Path.Combine(site.Work, "merlin_server", "app.yaml")));
            CommandResult studies = await TypeAsync(site, "merlin studies --all");
            Assert.Matches("hello_samples +completed +7 +7 +0", studies.Out);
        }
        finally
        {
            foreach (string line in blocks[1])
            {
                _ = await site.ProgramAsync("/bin/sh", "-c", line);
            }
        }
    });

    private static async Task<CommandResult> TypeAsync(Site site, string line) =>
        (await site.ProgramAsync("/bin/sh", "-c", line)).Ended(0);

    private static string Section(string text, string title)
    {
        string start = $"## {title}\n";
        int begin = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[begin..text.IndexOf("\n## ", begin, StringComparison.Ordinal)];
    }

    private static IEnumerable<string[]> Blocks(string section) =>
        Regex.Matches(section, "```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)
            .Select(static block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
