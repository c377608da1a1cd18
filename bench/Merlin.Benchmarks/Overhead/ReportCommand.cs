namespace Merlin.Benchmarks.Overhead;

/// <summary>Prints a run, or writes all runs into the document.</summary>
internal static class ReportCommand
{
    public const string Usage = "report RUN.json | report --results DIRECTORY --document FILE.md";

    /// <summary>Runs it; see <see cref="Usage"/>.</summary>
    public static int Run(string[] args)
    {
        try
        {
            switch (args)
            {
                case [string run] when !run.StartsWith('-'):
                    Print(OverheadRun.Read(run));
                    return 0;
                case ["--results", string results, "--document", string document]:
                    new OverheadDocument(document).Write(results);
                    return 0;
                default:
                    throw new FormatException(Usage);
            }
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static void Print(OverheadRun run)
    {
        Console.WriteLine(OverheadTables.Facts(run));
        Console.Write(OverheadTables.Systems(run));
        Console.WriteLine(OverheadTables.Absences(run));
        Console.Write(OverheadTables.Bars(run));
    }
}
