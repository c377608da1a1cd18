using System.Globalization;
using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Server;
using Merlin.Flux.Testing;

namespace Merlin.Cli.Tests.Workers.Trees;

/// <summary>A real Flux instance as an allocation, and a broker outside of it.</summary>
internal sealed class TreeSite
{
    private TreeSite(ServerSite server, RealFlux flux)
    {
        Server = server;
        Flux = flux;
    }

    public ServerSite Server { get; }

    public Site Site => Server.Site;

    public RealFlux Flux { get; }

    /// <summary>The processes that run in the allocation's nested instances, and these themselves.</summary>
    public IReadOnlyList<ProcessEntry> Processes(string word) =>
        [.. ProcessTable.Within(Site.Root).Where(process => process.Description.Contains(word, StringComparison.Ordinal))];

    /// <summary>Runs a body with a broker and an allocation; the commands that the site starts are in the allocation.</summary>
    public static Task UseAsync(Site site, RealFluxOptions options, Func<TreeSite, Task> body) =>
        ServerSite.UseAsync(site, async server =>
        {
            await server.StartAsync();
            await using RealFlux flux = await RealFlux.StartAsync(options);
            site.Environment["FLUX_URI"] = flux.Uri;
            site.Environment["PATH"] = $"{site.Environment["PATH"]}:{Path.GetDirectoryName(FluxInstallation.Command)}";
            await body(new TreeSite(server, flux));
        });

    /// <summary>Submits a study.</summary>
    public async Task SubmitAsync(string spec) =>
        (await Site.MerlinAsync("run", spec, "--broker", Server.Client)).Ended(0);

    /// <summary>Starts <c>merlin run-workers</c>.</summary>
    public RunningCommand StartTree(string spec, params IEnumerable<string> options) =>
        Site.StartMerlin(["run-workers", spec, "--broker", Server.Client, .. options]);

    /// <summary>The names of the jobs that run in the allocation.</summary>
    public async Task<IReadOnlyList<string>> JobsAsync() =>
        [.. (await Flux.RunAsync("jobs", "--no-header", "--format={name}", "--filter=running")).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>How many tasks of a study's step have left their mark.</summary>
    public int Marks() => Directory.Exists(MarkDirectory) ? Directory.GetFiles(MarkDirectory).Length : 0;

    /// <summary>The marks themselves: each says the instance and the GPUs.</summary>
    public string[] MarksSeen() => Directory.Exists(MarkDirectory)
        ? [.. Directory.GetFiles(MarkDirectory).Select(static mark => File.ReadAllText(mark).Trim()).Where(static mark => mark.Length > 0)]
        : [];

    /// <summary>What the workers of the instances have said so far.</summary>
    public string LeafLogs() => string.Concat(Directory.GetFiles(Path.Combine(Site.Work, "merlin_workers"), "*.log").Select(File.ReadAllText));

    /// <summary>How often they have left their mark together.</summary>
    public int Starts() => Directory.GetFiles(MarkDirectory).Sum(static mark => File.ReadAllLines(mark).Length);

    /// <summary>The samples whose tasks have left their mark in the instance on a node.</summary>
    public async Task<IReadOnlyList<string>> TasksOnAsync(int rank)
    {
        string[] jobs = (await Flux.RunAsync("jobs", "--no-header", "--format={ranks} {user.uri}", "--filter=running")).Split('\n');
        string uri = Assert.Single(jobs, job => job.StartsWith($"{rank} ", StringComparison.Ordinal));
        string socket = uri[uri.IndexOf('/', uri.IndexOf("//", StringComparison.Ordinal) + 2)..];
        return [.. Directory.GetFiles(MarkDirectory)
            .Where(mark => File.ReadAllText(mark).Contains(socket, StringComparison.Ordinal))
            .Select(static mark => Path.GetFileName(mark))];
    }

    /// <summary>Lets the tasks that wait for it end.</summary>
    public void Open() => File.WriteAllText(Gate, "");

    /// <summary>Lets the tasks of some samples end.</summary>
    public void Open(IEnumerable<string> samples)
    {
        foreach (string sample in samples)
        {
            File.WriteAllText($"{Gate}.{sample}", "");
        }
    }

    public string Gate => Path.Combine(Site.Work, "gate");

    public string MarkDirectory => Path.Combine(Site.Work, "marks");

    /// <summary>A spec of so many samples, whose tasks leave a mark when they begin and end when the gate is open.</summary>
    /// <param name="samples">How many samples.</param>
    /// <param name="workers">The workers.</param>
    /// <param name="holds">What the tasks hold while they run, as a key of the step.</param>
    public string Write(int samples, string workers, string holds = "procs: 1") => Site.Write("spec.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
        description: {name: s, description: d}
        env:
          variables: {OUTPUT_PATH: studies}
        study:
        - name: sim
          description: d
          run:
            cmd: |
              mkdir -p {{MarkDirectory}}
              echo "$FLUX_URI $CUDA_VISIBLE_DEVICES" >> {{MarkDirectory}}/$(MERLIN_SAMPLE_ID)
              while [ ! -e {{Gate}} ] && [ ! -e {{Gate}}.$(MERLIN_SAMPLE_ID) ]; do sleep 0.1; done
            task_queue: sims
            {{holds}}
        - name: collect
          description: d
          run: {cmd: 'ls {{MarkDirectory}} | wc -l', depends: [sim], task_queue: collects}
        merlin:
          resources:
            workers: {{workers}}
          samples:
            generate: {cmd: 'seq {{samples}} > $(MERLIN_INFO)/x.csv'}
            file: $(MERLIN_INFO)/x.csv
            column_labels: [X]

        """));

    /// <summary>Checks that the only study has ended well, and that each of its samples has run.</summary>
    public async Task ExpectCompleteAsync(int samples)
    {
        string collected = Assert.Single(Directory.GetFiles(Path.Combine(Site.Work, "studies"), "collect.out", SearchOption.AllDirectories));
        Assert.Equal(samples.ToString(CultureInfo.InvariantCulture), (await File.ReadAllTextAsync(collected)).Trim());
    }
}
