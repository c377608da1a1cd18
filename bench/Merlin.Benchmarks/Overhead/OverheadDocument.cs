using System.Globalization;

namespace Merlin.Benchmarks.Overhead;

/// <summary>The document that shows runs: its tables, and its charts in the directory beside it that has its name.</summary>
/// <param name="path">Its path.</param>
internal sealed class OverheadDocument(string path)
{
    private readonly string _charts = Path.ChangeExtension(path, null);

    /// <summary>Writes what a directory of runs has to tell.</summary>
    /// <exception cref="FormatException">A run cannot be read, or the document has no place for one.</exception>
    public void Write(string results)
    {
        OverheadRun[] runs = [.. Directory.EnumerateFiles(results, "*.json").Select(OverheadRun.Read).OrderBy(run => run.Date)];
        Directory.CreateDirectory(_charts);
        string document = File.ReadAllText(path);
        foreach (IGrouping<string, OverheadRun> kind in runs.GroupBy(BlockOf))
        {
            document = MarkdownBlock.Replace(document, kind.Key, Block(kind.Key, [.. kind]));
        }

        File.WriteAllText(path, document);
    }

    /// <summary>The newest run counts; all of them are drawn.</summary>
    private string Block(string name, OverheadRun[] runs)
    {
        OverheadRun latest = runs[^1];
        string systems = Draw(name, OverheadCharts.Systems(latest, $"Overhead per task, {latest.Slots} tasks at a time"));
        string history = Draw($"{name}-history", OverheadCharts.History(runs, "Overhead per task, from run to run"));
        return $"""
            {OverheadTables.Facts(latest)}
            {OverheadTables.Systems(latest)}{OverheadTables.Absences(latest)}
            ![Overhead per task]({systems})

            {OverheadTables.Bars(latest)}
            ![Overhead per task from run to run]({history})

            """ + '\n';
    }

    private string Draw(string name, string svg)
    {
        File.WriteAllText(Path.Combine(_charts, $"{name}.svg"), svg);
        return $"{Path.GetFileName(_charts)}/{name}.svg";
    }

    private static string BlockOf(OverheadRun run) => run.Workload == "sleep"
        ? string.Create(CultureInfo.InvariantCulture, $"sleep-{run.Slots}")
        : "overhead";
}
