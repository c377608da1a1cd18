using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Tasks that are started without a process of their own, through the whole program.</summary>
public sealed class FastTaskTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Study =
        """
        description: {name: fast, description: d}
        study:
        - name: script
          description: in a shell server
          run:
            shell_server: true
            cmd: |
              echo "$(X) in $0" > said
              [ $(X) -lt 9 ]
        - name: sim
          description: serves
          run:
            serve: true
            cmd: |
              while IFS= read -r line; do
                  index=${line#*:}
                  echo "{\"exit_code\": 0, \"results\": {\"twice\": $(( 2 * ${index%%,*} ))}}"
              done
        - name: sum
          description: takes the results together
          run:
            cmd: cat $(sim.workspace)/$(MERLIN_GLOB_PATH)/results.json | tr -dc '0-9\n}' | tr '}' ' ' > sum.txt
            depends: [sim]
        merlin:
          samples:
            layout: LAYOUT
            generate: {cmd: 'seq 0 9 > $(MERLIN_INFO)/samples.csv'}
            file: $(MERLIN_INFO)/samples.csv
            column_labels: [X]
        """;

    [Fact]
    public Task Scripts_and_simulations_run_in_servers() => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", Study.Replace("LAYOUT", "full", StringComparison.Ordinal));

        CommandResult run = (await site.MerlinAsync("run", "--local", spec, "--strict", "--concurrency", "2")).Ended(3);

        StudyWorkspace workspace = site.Workspace();
        Assert.Equal($"7 in {workspace.Path}/script/07/script.sh\n", workspace.Text("script/07/said"));
        Assert.Equal("MERLIN_FINISHED said script.err script.out script.sh", workspace.List("script/08").Replace("MERLIN_STATUS.json ", "", StringComparison.Ordinal));
        Assert.Equal("{\"twice\": 14}", workspace.Text("sim/07/results.json"));
        Assert.Equal("0 2 4 6 8 10 12 14 16 18", workspace.Text("sum/sum.txt").Trim());
        Assert.Equal(9 + 10 + 1, workspace.FinishedTasks().Count);
        Assert.Contains("script", run.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task They_do_so_in_the_packed_layout() => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", Study.Replace("LAYOUT", "packed", StringComparison.Ordinal));

        (await site.MerlinAsync("run", "--local", spec, "--strict", "--concurrency", "2")).Ended(3);

        Assert.Equal("0 2 4 6 8 10 12 14 16 18", site.Workspace().Text("sum/sum.txt").Trim());
    });

    [Fact]
    public Task Tokens_of_samples_in_what_serves_are_told_with_their_place() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: fast, description: d}
            study: [{name: sim, description: d, run: {serve: true, cmd: './sim $(X)'}}]
            merlin: {samples: {generate: {cmd: 'seq 0 9 > $(MERLIN_INFO)/s.csv'}, file: $(MERLIN_INFO)/s.csv, column_labels: [X]}}
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(1);

        Assert.Contains("study step 'sim' → run.cmd: has the token $(X), and the step serves", run.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task The_example_integrates_the_same_epidemics_in_python_and_csharp() => AtAsync(async site =>
    {
        (await site.MerlinAsync("example", "serve")).Ended(0);

        (await site.MerlinAsync("run", "--local", "serve/serve.yaml", "--strict", "--vars", "N_SAMPLES=30", "OUTPUT_PATH=out")).Ended(0);

        StudyWorkspace workspace = site.Workspace("out");
        string[] worst = workspace.Text("worst/worst.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, worst.Length);
        Assert.Equal(worst[0], worst[1]);
        Assert.True(double.Parse(worst[0], System.Globalization.CultureInfo.InvariantCulture) > 0.1);
        Assert.Equal(30, workspace.Files("results.json").Count(static file => file.StartsWith("sir_python/", StringComparison.Ordinal)));
        Assert.Equal(1 + 30 + 30 + 1, workspace.FinishedTasks().Count);
    });
}
