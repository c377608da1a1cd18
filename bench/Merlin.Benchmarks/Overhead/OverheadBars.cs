namespace Merlin.Benchmarks.Overhead;

/// <summary>What Merlin's figures are to stay below.</summary>
internal static class OverheadBars
{
    private const string Ready = "spawn-ready";
    private const string Files = "spawn-files";
    private const string Local = "merlin-local";
    private const string Served = "merlin-broker";

    /// <summary>The bars of a run, by its workload.</summary>
    public static IReadOnlyList<OverheadBar> Of(OverheadRun run) => run.Workload == "sleep"
        ? [Ratio(run, "sleeping tasks: overhead, / spawn_files", Local, Files, 1.25)]
        :
        [
            Ratio(run, "full layout: time, / spawn_files", Local, Files, 1.1),
            Ratio(run, "packed layout: time, / spawn_ready", "merlin-packed", Ready, 1.15),
            Ratio(run, "shell server, full layout: time, / spawn_files", "merlin-shell", Files, 0.75),
            Ratio(run, "shell server, packed layout: time, / spawn_ready", "merlin-packed-shell", Ready, 0.6),
            Ratio(run, "serve mode: time, / spawn_ready", "merlin-packed-serve", Ready, 0.1),
            Beyond(run, "beyond spawn_ready, / Celery", Local, "celery", 0.2),
            Beyond(run, "broker and worker: beyond spawn_ready, / Celery", Served, "celery", 0.2),
            Beyond(run, "beyond spawn_ready, / GNU parallel", Local, "parallel", 1),
            Beyond(run, "broker and worker: beyond spawn_ready, / GNU parallel", Served, "parallel", 1),
        ];

    private static OverheadBar Ratio(OverheadRun run, string name, string one, string other, double most) =>
        new(name, most, run.Find(one) is { } a && run.Find(other) is { } b ? run.Ratio(a, b) : null);

    /// <summary>What is beyond the bare loop, by what another has beyond it; 0 when nothing is.</summary>
    private static OverheadBar Beyond(OverheadRun run, string name, string one, string other, double most)
    {
        if (run.Find(Ready) is not { } floor || run.Find(one) is not { } a || run.Find(other) is not { } b)
        {
            return new OverheadBar(name, most, null);
        }

        double bare = run.OverheadOf(floor);
        return new OverheadBar(name, most, Math.Max(0, run.OverheadOf(a) - bare) / (run.OverheadOf(b) - bare));
    }
}
