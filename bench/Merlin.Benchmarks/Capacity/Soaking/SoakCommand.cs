using System.Globalization;

namespace Merlin.Benchmarks.Capacity.Soaking;

/// <summary>Keeps a broker and a worker at their full rate for a long time, and tells whether their memory stays the same.</summary>
internal static class SoakCommand
{
    private const long Tasks = 1_000_000;
    private const int Samples = 5000;
    private const int FewTasks = 20_000;
    private const int FewSamples = 50;
    private const double KibibytesPerMebibyte = 1024;

    /// <summary>Runs it; see <see cref="SoakOptions"/>.</summary>
    public static Task<int> RunAsync(string[] args) => MeasureOptions.RunAsync(new SoakOptions(), args, MeasureAsync);

    private static async Task MeasureAsync(SoakOptions options)
    {
        var soak = new Soak(
            TimeSpan.FromMinutes(options.Minutes), options.Tiny ? FewTasks : Tasks, options.Scaled(Samples, FewSamples));
        SoakFigures figures = await options.InDirectoryAsync(directory => soak.RunAsync(options.Merlin, directory, Tell));
        Record(new Records(options.Out, options.Machine, options.Commit), options.Minutes, figures);
        Print(figures);
    }

    private static void Tell(SoakSample sample) => Console.Error.WriteLine(Line(
        $"{sample.Seconds,6:N0} s: {sample.Attempts,13:N0} attempts, {sample.Runs,9:N0} runs, broker {sample.BrokerKibibytes / KibibytesPerMebibyte,5:N0} MiB, worker {sample.WorkerKibibytes / KibibytesPerMebibyte,5:N0} MiB, database {Mebibytes(sample.DatabaseBytes),7:N1} MiB, log {Mebibytes(sample.LogBytes),5:N1} MiB"));

    private static void Record(Records records, double minutes, SoakFigures figures)
    {
        for (int i = 0; i < figures.Samples.Count; i++)
        {
            SoakSample sample = figures.Samples[i];
            records.Add("soak-sample", i, json => json.WriteNumber("minutes", minutes), json =>
            {
                json.WriteNumber("seconds", Math.Round(sample.Seconds, 1));
                json.WriteNumber("attempts", sample.Attempts);
                json.WriteNumber("runs", sample.Runs);
                json.WriteNumber("brokerKiB", sample.BrokerKibibytes);
                json.WriteNumber("workerKiB", sample.WorkerKibibytes);
                json.WriteNumber("databaseBytes", sample.DatabaseBytes);
                json.WriteNumber("logBytes", sample.LogBytes);
            });
        }

        records.Add("soak", 0, json => json.WriteNumber("minutes", minutes), json =>
        {
            json.WriteNumber("brokerGrowth", Math.Round(BrokerGrowth(figures), 4));
            json.WriteNumber("workerGrowth", Math.Round(WorkerGrowth(figures), 4));
            json.WriteNumber("bytesPerTask", Math.Round(figures.BytesPerTask, 3));
            json.WriteNumber("logBytes", figures.LogBytes);
            json.WriteNumber("tailRows", figures.TailRows);
        });
    }

    private static void Print(SoakFigures figures) => Console.WriteLine(Line(
        $"""

        memory of the last third of the time by that of the second: broker {BrokerGrowth(figures):N3}, worker {WorkerGrowth(figures):N3}
        database when the broker had ended: {figures.BytesPerTask:N2} bytes a task, {figures.TailRows} rows not compacted; log at most {Mebibytes(figures.LogBytes):N1} MiB
        """));

    private static double BrokerGrowth(SoakFigures figures) => figures.Growth(sample => sample.BrokerKibibytes);

    private static double WorkerGrowth(SoakFigures figures) => figures.Growth(sample => sample.WorkerKibibytes);

    private static double Mebibytes(long bytes) => bytes / KibibytesPerMebibyte / KibibytesPerMebibyte;

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
