using System.Globalization;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Stopping a study from outside before its first task.</summary>
public sealed class PreparationSignalTests(ITestOutputHelper output) : EndToEndTest(output)
{
    /// <summary>The generation writes the number of a process that it starts, and a part of the samples.</summary>
    private const string SlowSamples =
        """
        description: {name: slow, description: d}
        study:
            - {name: s, description: d, run: {cmd: 'echo $(X)'}}
        merlin:
            samples:
                file: $(SPECROOT)/samples.csv
                column_labels: [X]
                generate:
                    cmd: |
                        echo 1 > $(SPECROOT)/samples.csv
                        sh -c 'trap "" INT; echo $$ > $(SPECROOT)/started; while :; do sleep 0.05; done'
                        echo 2 >> $(SPECROOT)/samples.csv
        """;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public Task A_signal_ends_the_generation_of_samples_and_leaves_nothing(string signal) => AtAsync(async site =>
    {
        RunningCommand run = site.StartMerlin("run", "--local", site.Write("spec.yaml", SlowSamples));
        string started = Path.Combine(site.Work, "started");
        await Wait.UntilAsync(run, () => Number(started) is not null);

        await run.SignalAsync(signal);
        CommandResult ended = (await run.EndAsync()).Ended(130);

        Assert.Contains("nothing has run", ended.Error);
        int id = Number(started)!.Value;
        Assert.False(ProcessTable.Runs(id), $"process {id} of the generation still runs");
        Assert.Empty(site.Workspaces());
        Assert.False(File.Exists(Path.Combine(site.Work, "samples.csv")), "a part of the samples is left");
    });

    [Fact]
    public Task A_signal_ends_a_parameter_script() => AtAsync(async site =>
    {
        site.AddProgram("python3", $"cat > /dev/null\necho $$ > '{site.Work}/started'\nwhile :; do sleep 0.05; done");
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: generated, description: d}
            study:
                - {name: s, description: d, run: {cmd: 'true'}}
            """);
        RunningCommand run = site.StartMerlin("run", "--local", spec, "--pgen", site.Write("pgen.py", ""));
        string started = Path.Combine(site.Work, "started");
        await Wait.UntilAsync(run, () => Number(started) is not null);

        await run.SignalAsync("INT");
        (await run.EndAsync()).Ended(130);

        Assert.False(ProcessTable.Runs(Number(started)!.Value), "the script still runs");
        Assert.Empty(site.Workspaces());
    });

    /// <summary>The process number in a file, once a whole line stands there.</summary>
    private static int? Number(string file) =>
        File.Exists(file) && File.ReadAllText(file) is var text && text.EndsWith('\n')
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
