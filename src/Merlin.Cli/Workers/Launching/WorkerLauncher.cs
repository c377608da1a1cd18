using System.Text;
using Merlin.Cli.Invocation;
using Merlin.Posix;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers.Launching;

/// <summary>
/// Starts the lines of workers by the shell, each in a session of its own, so that they outlive this command and its
/// terminal. What a line prints goes to a log file of its worker.
/// </summary>
/// <param name="directory">The directory of the log files, absolute; made when it is not there.</param>
/// <param name="environment">The environment of the lines; stays the caller's.</param>
internal sealed class WorkerLauncher(string directory, StringVector environment)
{
    private const string Shell = "/bin/sh";

    /// <summary>Starts a line.</summary>
    /// <exception cref="UserErrorException">Its log cannot be written, or the shell cannot be started.</exception>
    public LaunchedWorker Start(WorkerLine line)
    {
        // Names may be anything; a file's may not have slashes.
        string log = Path.Combine(directory, line.Name.Replace('/', '_') + ".log");
        long start = Open(log);
        using var attributes = new SpawnAttributes(ownSession: true);
        using var actions = new SpawnFileActions();
        actions.Read(0, "/dev/null").Append(1, log).Append(2, log);
        using var arguments = new StringVector([Bytes(Shell), Bytes("-c"), Bytes(line.Command)]);
        int error = ProcessStart.Start(Encoding.UTF8.GetBytes(Shell + '\0'), actions, attributes, arguments, environment, out int process);
        return error == 0
            ? new LaunchedWorker(line, process, log, start)
            : throw new UserErrorException($"{Shell} cannot be started for worker '{line.Name}': {Errno.Describe(error)}.");
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private long Open(string log)
    {
        try
        {
            Directory.CreateDirectory(directory);
            using FileStream file = new(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            return file.Length;
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            throw new UserErrorException(
                $"The workers' log '{log}' cannot be written: {FileTrouble.Reason(e)}. Logs go to the directory where "
                + "run-workers is called: call it where you may write, with nothing in the way.",
                e);
        }
    }
}
