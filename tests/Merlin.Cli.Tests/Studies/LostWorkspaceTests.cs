using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Studies;

public sealed class LostWorkspaceTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task A_run_whose_workspace_is_removed_ends_with_an_error() => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", """
            description: {name: lost, description: its workspace is removed}
            study:
            - name: wait
              description: waits
              run: {cmd: "touch ../../ready; sleep 1000"}
            """);
        RunningCommand run = site.StartMerlin("run", "--local", spec);
        await Wait.UntilAsync(run, () => File.Exists(Path.Combine(site.Work, "ready")));

        Directory.Delete(site.Workspace().Path, recursive: true);

        CommandResult result = await run.EndAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the workspace was removed or moved", result.Error, StringComparison.Ordinal);
    });
}
