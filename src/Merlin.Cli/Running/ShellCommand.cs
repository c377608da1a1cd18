using System.Diagnostics;

namespace Merlin.Cli.Running;

/// <summary>Runs the commands that belong to preparing a study: sample generation, git, a parameter script.</summary>
internal static class ShellCommand
{
    /// <summary>Runs a command line by <c>/bin/sh -c</c> with its output going straight to two files.</summary>
    /// <param name="command">The command line; may have many lines.</param>
    /// <param name="directory">The directory to run in.</param>
    /// <param name="outputFile">Receives standard output; made anew.</param>
    /// <param name="errorFile">Receives standard error; made anew.</param>
    /// <returns>The exit status.</returns>
    public static int RunToFiles(string command, string directory, string outputFile, string errorFile) =>
        Run("/bin/sh", ["-c", "exec /bin/sh -c \"$0\" >\"$1\" 2>\"$2\"", command, outputFile, errorFile], directory);

    /// <summary>Runs a program with the streams of this one.</summary>
    /// <param name="program">The program's name, looked up on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">The directory to run in.</param>
    /// <returns>The exit status; 127 when the program does not exist.</returns>
    public static int Run(string program, IReadOnlyList<string> arguments, string directory)
    {
        using Process? process = Start(program, arguments, directory, redirect: false);
        if (process is null)
        {
            return 127;
        }

        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Runs a program and gives back what it prints.</summary>
    /// <param name="program">The program's name, looked up on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">The directory to run in.</param>
    /// <returns>The exit status (127 when the program does not exist), standard output and standard error.</returns>
    public static (int ExitCode, string Output, string Error) Capture(
        string program, IReadOnlyList<string> arguments, string directory)
    {
        using Process? process = Start(program, arguments, directory, redirect: true);
        if (process is null)
        {
            return (127, string.Empty, $"{program}: not found");
        }

        string error = string.Empty;
        var errors = new Thread(() => error = process.StandardError.ReadToEnd());
        errors.Start();
        string output = process.StandardOutput.ReadToEnd();
        errors.Join();
        process.WaitForExit();
        return (process.ExitCode, output, error);
    }

    private static Process? Start(string program, IReadOnlyList<string> arguments, string directory, bool redirect)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
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
