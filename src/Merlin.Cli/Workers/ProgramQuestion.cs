using Merlin.Cli.Running;

namespace Merlin.Cli.Workers;

/// <summary>Asks a program of the batch system, and does not wait for one that hangs.</summary>
internal static class ProgramQuestion
{
    // A scheduler that does not answer by then is of no use either.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Runs the program.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="stop">Ends it, by an exception.</param>
    /// <returns>Its exit status, and all that it printed; 127 where there is no such program, 1 where it did not answer.</returns>
    public static (int ExitCode, string Output) Ask(string program, string[] arguments, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(AnswerLimit);
        try
        {
            (int exit, string output, string error) =
                ShellCommand.Capture(program, arguments, Environment.CurrentDirectory, limit.Token, input: []);
            return (exit, output + error);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (1, string.Empty);
        }
    }
}
