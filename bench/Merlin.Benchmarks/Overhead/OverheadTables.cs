using System.Globalization;
using System.Text;

namespace Merlin.Benchmarks.Overhead;

/// <summary>A run as tables in Markdown, which are also for reading as they are.</summary>
internal static class OverheadTables
{
    private const string Files = "spawn-files";
    private const string Ready = "spawn-ready";
    private const int ShortCommit = 10;

    /// <summary>Where and when a run was made.</summary>
    public static string Facts(OverheadRun run)
    {
        OverheadMachine machine = run.Machine;
        double gibibytes = machine.MemoryKiB / 1024.0 / 1024.0;
        return Invariant(
            $"{run.Date:yyyy-MM-dd HH:mm} UTC, commit {Short(run.Commit)}; {machine.Cpu}, {machine.Cores} cores, {gibibytes:0.#} GiB, {machine.System}, {machine.Kernel}, load average {machine.Load:0.0} before; {run.Slots} tasks at a time, {run.Rounds} rounds.\n");
    }

    /// <summary>What each system took.</summary>
    public static string Systems(OverheadRun run)
    {
        var text = new StringBuilder("| system | files | tasks | overhead per task, ms | least to most | / spawn_files | / spawn_ready |\n");
        text.Append("| --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (Contender contender in run.Contenders.OrderByDescending(c => c.Place).ThenBy(run.OverheadOf))
        {
            double[] overheads = [.. run.OverheadsOf(contender)];
            string version = contender.Version.Length > 0 ? $" ({contender.Version})" : "";
            text.Append(Invariant($"| {contender.Title}{version} | {contender.Place} | {contender.Tasks} "));
            text.Append(Invariant($"| {Medians.Of(overheads):0.000} | {overheads.Min():0.000} to {overheads.Max():0.000} "));
            text.Append(Invariant($"| {Ratio(run, contender, Files)} | {Ratio(run, contender, Ready)} |\n"));
        }

        return text.ToString();
    }

    /// <summary>What was not measured.</summary>
    public static string Absences(OverheadRun run) => run.Absent.Count == 0
        ? ""
        : "\nLeft out:\n\n" + string.Concat(run.Absent.Select(absence => $"- `{absence.Name}`: {absence.Reason}\n"));

    /// <summary>The bars.</summary>
    public static string Bars(OverheadRun run)
    {
        var text = new StringBuilder("| bar | target | seen | |\n| --- | --- | ---: | --- |\n");
        foreach (OverheadBar bar in OverheadBars.Of(run))
        {
            text.Append(Invariant($"| {bar.Name} | {bar.Target} | {bar.SeenText} | {bar.Verdict} |\n"));
        }

        return text.ToString();
    }

    /// <summary>A commit as people write it.</summary>
    public static string Short(string commit) => commit.Length > ShortCommit ? commit[..ShortCommit] : commit;

    private static string Ratio(OverheadRun run, Contender contender, string reference) =>
        run.Find(reference, contender.Place) is { } other && run.Ratio(contender, other) is { } ratio
            ? Invariant($"{ratio:0.00}")
            : "-";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
