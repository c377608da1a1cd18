using System.Text.Json;
using System.Text.RegularExpressions;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Packed studies through the real program: funnels, logs, extraction, kills and restarts.</summary>
public sealed class PackedTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Spec =
        """
        description: {name: packed, description: d}
        env: {variables: {OUTPUT_PATH: .}}
        study:
            - name: sim
              description: d
              run:
                cmd: |
                    echo sample $(X)
                    echo warning $(X) >&2
                    cd $(WORKSPACE)/$(MERLIN_SAMPLE_PATH) && mkdir out
                    echo $(( $(X) * 2 )) > out/value
                    if [ $(X) = 7 ]; then exit 3; fi
            - name: funnel
              description: d
              run:
                depends: [sim_*]
                cmd: cat $(sim.workspace)/$(MERLIN_GLOB_PATH)out/value | sort -n | tr '\n' ' '
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X], layout: packed}
        """;

    [Fact]
    public Task A_packed_study_has_no_directories_until_a_funnel_asks_for_them() => AtAsync(async site =>
    {
        StudyWorkspace study = await RunAsync(site, Spec.Replace("$(MERLIN_GLOB_PATH)", "*/", StringComparison.Ordinal), samples: 30);

        Assert.Equal("packed", study.List("sim"));
        Assert.Equal("", study.Text("funnel/funnel.out"));

        CommandResult status = (await site.MerlinAsync("status", study.Path, "--json")).Ended(0);
        Assert.Contains("29", status.Out, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_funnel_that_names_the_samples_paths_finds_their_files() => AtAsync(async site =>
    {
        StudyWorkspace study = await RunAsync(site, Spec, samples: 30);

        Assert.Equal(string.Concat(Enumerable.Range(0, 30).Select(static x => $"{2 * x} ")), study.Text("funnel/funnel.out"));
        Assert.True(study.Finished("sim/01/04"));
        Assert.False(study.Finished("sim/00/07"));
    });

    [Fact]
    public Task Logs_and_extraction_give_back_what_the_full_layout_would_have() => AtAsync(async site =>
    {
        string spec = Spec.Replace("$(MERLIN_GLOB_PATH)", "*/", StringComparison.Ordinal);
        StudyWorkspace study = await RunAsync(site, spec, samples: 30);

        Assert.Equal("sample 4\n", (await site.MerlinAsync("logs", study.Path, "sim", "4")).Ended(0).Out);
        Assert.Equal(
            "==> sim 4 <==\nwarning 4\n==> sim 28 <==\nwarning 28\n==> sim 29 <==\nwarning 29\n",
            (await site.MerlinAsync("logs", study.Path, "sim", "28-", "4", "--stderr")).Ended(0).Out);
        Assert.Equal("==> sim 7 <==\nsample 7\n", (await site.MerlinAsync("logs", study.Path, "sim", "--failed")).Ended(0).Out);
        Assert.Contains("no task 30", (await site.MerlinAsync("logs", study.Path, "sim", "30")).Ended(1).Error, StringComparison.Ordinal);
        JsonElement told = JsonDocument.Parse((await site.MerlinAsync("logs", study.Path, "sim", "7", "--json")).Ended(0).Out).RootElement;
        Assert.Equal(3, told.GetProperty("attempts")[0].GetProperty("exit_code").GetInt32());

        string place = Path.Combine(site.Work, "elsewhere");
        (await site.MerlinAsync("extract", study.Path, "sim", "3-4", "--to", place)).Ended(0);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(place, "sim", "00")).Length);
        (await site.MerlinAsync("extract", study.Path, "sim")).Ended(0);
        Assert.Equal(29, study.FinishedTasks().Count(static task => task.StartsWith("sim/", StringComparison.Ordinal)));

        StudyWorkspace full = await RunAsync(site, spec.Replace(", layout: packed", "", StringComparison.Ordinal), samples: 30, directory: "full");
        foreach (string task in (string[])["sim/00/04", "sim/00/07", "sim/01/04"])
        {
            Assert.Equal(Content(full, task), Content(study, task));
        }
    });

    [Fact]
    public Task A_node_without_records_does_not_keep_others_from_being_extracted() => AtAsync(async site =>
    {
        const string Gated =
            """
            description: {name: gated, description: d}
            env: {variables: {OUTPUT_PATH: .}}
            global.parameters: {P: {values: [a, b], label: P.%%}}
            study:
                - {name: plain, description: d, run: {cmd: ':'}}
                - {name: gate, description: d, run: {cmd: 'if [ $(P) = a ]; then exit $(MERLIN_RAISE_ERROR); fi # $(X)'}}
                - {name: sim, description: d, run: {cmd: 'echo $(P) $(X)', depends: [gate]}}
            merlin:
                samples: {file: $(SPECROOT)/samples.csv, column_labels: [X], layout: packed}
            """;
        StudyWorkspace study = await RunAsync(site, Gated, samples: 3);

        JsonElement[] steps = [.. JsonDocument.Parse((await site.MerlinAsync("extract", study.Path, "sim", "1-", "--json")).Ended(0).Out)
            .RootElement.GetProperty("steps").EnumerateArray()];
        Assert.Equal(["sim_P.a 0", "sim_P.b 2"], steps.Select(static step => $"{step.GetProperty("name")} {step.GetProperty("tasks")}"));
        Assert.Equal(
            ["sim/P.b/01", "sim/P.b/02"],
            study.FinishedTasks().Where(static task => task.StartsWith("sim/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        CommandResult none = (await site.MerlinAsync("extract", study.Path, "sim_P.a")).Ended(1);
        Assert.Contains("None of these tasks of 'sim_P.a' has a record", none.Error, StringComparison.Ordinal);
        Assert.Contains("is not packed", (await site.MerlinAsync("extract", study.Path, "plain")).Ended(1).Error, StringComparison.Ordinal);
    });

    [FactIf("python3")]
    public Task The_reader_in_the_document_reads_packs() => AtAsync(async site =>
    {
        StudyWorkspace study = await RunAsync(site, Spec, samples: 30);
        string document = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "packed.md"));
        string reader = site.Write("reader.py", Regex.Match(document, "```python\n(?<reader>.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Groups["reader"].Value);

        CommandResult read = (await site.ProgramAsync("python3", reader, study.In("sim"))).Ended(0);

        Assert.Equal(
            Enumerable.Range(0, 30).Select(static x => $"sim {x} 0 {(x == 7 ? "4 3" : "1 0")} <err>:{$"warning {x}\n".Length} <out>:{$"sample {x}\n".Length} out/value:{$"{2 * x}\n".Length}"),
            read.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).OrderBy(static line => int.Parse(line.Split(' ')[1])));
    });

    [Fact]
    public Task Killed_runs_lose_no_record_and_repeat_nothing_that_has_one() => AtAsync(async site =>
    {
        const int Samples = 400;
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: killed, description: d}
            study:
                - {name: s, description: d, run: {cmd: 'echo $(X) >> $(SPECROOT)/begun; head -c 3000 /dev/zero > f; echo $(X)'}}
            merlin:
                samples: {file: $(SPECROOT)/samples.csv, column_labels: [X], layout: packed}
            """);
        WriteSamples(site, Samples);
        RunningCommand run = site.StartMerlin("run", "--local", spec, "--concurrency", "4");
        for (int round = 1; round <= 4; round++)
        {
            int target = round * 60;
            await Wait.UntilAsync(() => Begun(site) >= target, () => $"round {round}: {Begun(site)} tasks have begun");
            run.Kill();
            await run.EndWithoutInputAsync();
            StudyWorkspace killed = site.Workspace();
            int succeeded = await SucceededAsync(site, killed);
            Assert.InRange(succeeded, 1, Begun(site));
            run = site.StartMerlin("restart", killed.Path, "--local", "--concurrency", "4");
        }

        (await run.EndWithoutInputAsync()).Ended(0);

        StudyWorkspace study = site.Workspace();
        Assert.Equal(Samples, await SucceededAsync(site, study));
        int begun = Begun(site);
        Assert.InRange(begun, Samples, Samples + (4 * 20)); // a kill costs what ran then, and what waited to be recorded
    });

    private static async Task<int> SucceededAsync(Site site, StudyWorkspace study)
    {
        CommandResult told = (await site.MerlinAsync("logs", study.Path, "s", "--json")).Ended(0);
        JsonElement attempts = JsonDocument.Parse(told.Out).RootElement.GetProperty("attempts");
        int[] indices = [.. attempts.EnumerateArray()
            .Where(static attempt => attempt.GetProperty("outcome").GetString() == "Succeeded")
            .Select(static attempt => attempt.GetProperty("index").GetInt32())];
        Assert.Equal(indices.Distinct(), indices);
        return indices.Length;
    }

    private static int Begun(Site site)
    {
        string path = Path.Combine(site.Work, "begun");
        return File.Exists(path) ? File.ReadAllLines(path).Length : 0;
    }

    private static async Task<StudyWorkspace> RunAsync(Site site, string text, int samples, string directory = ".")
    {
        WriteSamples(site, samples, directory);
        string spec = site.Write(Path.Combine(directory, "spec.yaml"), text);
        (await site.MerlinAsync("run", "--local", spec, "--vars", "OUTPUT_PATH=" + Path.Combine(site.Work, directory))).Ended(3); // a task fails
        return site.Workspace(directory);
    }

    private static void WriteSamples(Site site, int samples, string directory = ".") => site.Write(
        Path.Combine(directory, "samples.csv"), string.Concat(Enumerable.Range(0, samples).Select(static x => $"{x}\n")));

    private static string Content(StudyWorkspace study, string task) => string.Join('\n', study.Files("*", task)
        .Where(static file => !file.EndsWith("MERLIN_STATUS.json", StringComparison.Ordinal))
        .Select(file => $"{file} {File.GetUnixFileMode(study.In(file))} {study.Text(file).Replace(study.Path, "<study>", StringComparison.Ordinal)}"));
}
