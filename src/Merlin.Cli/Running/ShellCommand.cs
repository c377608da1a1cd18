using System.Diagnostics;

namespace Merlin.Cli.Running;

/// <summary>Runs the commands that belong to preparing a study: sample generation, git, a parameter script.</summary>
internal static class ShellCommand
{
    private const int EndedBySignal = 128;
    private static readonly TimeSpan SignalLag = TimeSpan.FromMilliseconds(300);

    /// <summary>Runs a command line by <c>/bin/sh -c</c> with its output going straight to two files.</summary>
    /// <param name="command">The command line; may have many lines.</param>
    /// <param name="directory">The directory to run in.</param>
    /// <param name="outputFile">Receives standard output; made anew.</param>
    /// <param name="errorFile">Receives standard error; made anew.</param>
    /// <param name="stop">Ends the command and all that it started.</param>
    /// <returns>The exit status.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int RunToFiles(
        string command, string directory, string outputFile, string errorFile, CancellationToken stop) =>
        Run("/bin/sh", ["-c", "exec /bin/sh -c \"$0\" >\"$1\" 2>\"$2\"", command, outputFile, errorFile], directory, stop);

    /// <summary>Runs a program with the streams of this one.</summary>
    /// <param name="program">The program's name, looked up on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">The directory to run in.</param>
    /// <param name="stop">Ends the program and all that it started.</param>
    /// <returns>The exit status; 127 when the program does not exist.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int Run(string program, IReadOnlyList<string> arguments, string directory, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using Process? process = Start(program, arguments, directory, redirect: false, withInput: false, environment: null);
        if (process is null)
        {
            return 127;
        }

        using (stop.Register(() => ProcessTree.End(process)))
        {
            process.WaitForExit();
        }

        return ExitStatus(process, stop);
    }

    /// <summary>Runs a program and gives back what it prints.</summary>
    /// <param name="program">The program's name, looked up on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">The directory to run in.</param>
    /// <param name="stop">Ends the program and all that it started.</param>
    /// <param name="input">Its standard input; null for that of this process.</param>
    /// <param name="environment">All of its variables; null for those of this process.</param>
    /// <returns>The exit status (127 when the program does not exist), standard output and standard error.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (int ExitCode, string Output, string Error) Capture(
        string program,
        IReadOnlyList<string> arguments,
        string directory,
        CancellationToken stop,
        byte[]? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        stop.ThrowIfCancellationRequested();
        using Process? process = Start(program, arguments, directory, redirect: true, withInput: input is not null, environment);
        if (process is null)
        {
            return (127, string.Empty, $"{program}: not found");
        }

        (string Output, string Error) printed;
        using (stop.Register(() => ProcessTree.End(process)))
        {
            printed = Converse(process, input);
            process.WaitForExit();
        }

        return (ExitStatus(process, stop), printed.Output, printed.Error);
    }

    private static int ExitStatus(Process process, CancellationToken stop)
    {
        if (process.ExitCode > EndedBySignal)
        {
            // Ctrl-C goes to the command too, which may have ended of it before this process notices.
            stop.WaitHandle.WaitOne(SignalLag);
        }

        stop.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static (string Output, string Error) Converse(Process process, byte[]? input)
    {
        string error = string.Empty;
        var errors = new Thread(() => error = process.StandardError.ReadToEnd());
        errors.Start();
        if (input is not null)
        {
            Feed(process, input);
        }

        string output = process.StandardOutput.ReadToEnd();
        errors.Join();
        return (output, error);
    }

    private static void Feed(Process process, byte[] input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit status and its own words say why.
        }
    }

    private static Process? Start(
        string program,
        IReadOnlyList<string> arguments,
        string directory,
        bool redirect,
        bool withInput,
        IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
            RedirectStandardInput = withInput,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (environment is not null)
        {
            start.Environment.Clear();
            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }
        }

        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
