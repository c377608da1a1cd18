using System.Globalization;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Running;

/// <summary>Gets the samples of a study: makes the file when it is missing, and looks at it.</summary>
internal static class SampleGeneration
{
    private const int ShownErrorLines = 5;

    /// <summary>The study's samples, generated when their file does not exist.</summary>
    /// <param name="samples">The spec's <c>merlin.samples</c>.</param>
    /// <param name="infoDirectory">Where the command and what it prints are kept.</param>
    /// <param name="log">Told what is loaded.</param>
    /// <param name="stop">Ends the generation; what it has written of the file is removed.</param>
    /// <exception cref="UserErrorException">The command did not make the file.</exception>
    /// <exception cref="SampleFileException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The generation was stopped.</exception>
    public static SampleSource Obtain(SamplesSpec samples, string infoDirectory, LogLines log, CancellationToken stop)
    {
        string file = Path.GetFullPath(samples.File);
        if (!File.Exists(file))
        {
            Generate(samples, file, infoDirectory, stop);
        }

        UserPath.RefuseNamedPipe(file, $"merlin.samples.file: {file}");
        log.Info($"Loading samples from '{Path.GetFileName(file)}'...");
        SampleSource source = SampleTables.Inspect(file, samples.ColumnLabels, samples.LevelMaxDirs);
        log.Info(source.Rows == 1
            ? "1 sample loaded."
            : string.Create(CultureInfo.InvariantCulture, $"{source.Rows} samples loaded."));
        return source;
    }

    private static void Generate(SamplesSpec samples, string file, string infoDirectory, CancellationToken stop)
    {
        if (Directory.Exists(file))
        {
            throw new UserErrorException($"merlin.samples.file: {file} is a directory; name a file.");
        }

        if (!samples.CanBeGenerated)
        {
            throw new UserErrorException(
                $"merlin.samples.file: {file} does not exist, and there is no generate.cmd that would make it.");
        }

        string output = Path.Combine(infoDirectory, "cmd.out");
        string error = Path.Combine(infoDirectory, "cmd.err");
        File.WriteAllText(Path.Combine(infoDirectory, "cmd.sh"), samples.GenerateCommand);
        int exit = RunUnlessStopped(samples.GenerateCommand, file, output, error, stop);
        if (File.Exists(file))
        {
            return;
        }

        string tail = string.Join(Environment.NewLine, File.ReadLines(error).TakeLast(ShownErrorLines));
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"merlin.samples.generate.cmd ended with exit status {exit} and did not make {file}.")
            + (tail.Length > 0 ? $" Its last words were:{Environment.NewLine}{tail}" : " It printed no error."));
    }

    private static int RunUnlessStopped(string command, string file, string output, string error, CancellationToken stop)
    {
        try
        {
            return ShellCommand.RunToFiles(command, Environment.CurrentDirectory, output, error, stop);
        }
        catch (OperationCanceledException)
        {
            // Half a file would pass for the samples in the next run.
            File.Delete(file);
            throw;
        }
    }
}
