using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Merlin.Cli.Tests.Harness;

/// <summary>
/// One test's own world: a temporary directory with a home, a place to work in and an environment, in which the real
/// program is started.
/// </summary>
public sealed class Site
{
    private readonly List<CommandResult> _transcript = [];
    private readonly List<RunningCommand> _started = [];

    private Site(string root)
    {
        Root = root;
        Work = Directory.CreateDirectory(Path.Combine(root, "work")).FullName;
        Home = Directory.CreateDirectory(Path.Combine(root, "home")).FullName;
        Bin = Directory.CreateDirectory(Path.Combine(root, "bin")).FullName;
        string temporary = Directory.CreateDirectory(Path.Combine(root, "tmp")).FullName;
        AddProgram("merlin", $"exec '{MerlinProgram.Host}' exec '{MerlinProgram.Assembly}' \"$@\"");
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = Home,
            ["PATH"] = $"{Bin}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["TMPDIR"] = temporary,
            ["LC_ALL"] = "C.UTF-8",
        };
    }

    public string Root { get; }

    /// <summary>The directory in which commands start.</summary>
    public string Work { get; }

    public string Home { get; }

    /// <summary>First on PATH; holds <c>merlin</c>.</summary>
    public string Bin { get; }

    /// <summary>The whole environment of the commands that are started from now on.</summary>
    public IDictionary<string, string> Environment { get; }

    /// <summary>
    /// Runs a test's body in a new site. At the end no process may be left; the directory is removed if all went well,
    /// and otherwise stays, named in the test's output beside everything the commands printed.
    /// </summary>
    public static async Task UseAsync(ITestOutputHelper output, Func<Site, Task> body)
    {
        var site = new Site(Directory.CreateTempSubdirectory("merlin-").FullName);
        bool passed = false;
        try
        {
            await body(site);
            await site.ExpectNoProcessLeftAsync();
            passed = true;
        }
        finally
        {
            site.Close(passed, output);
        }
    }

    /// <summary>Writes a file of the working directory and returns its full path.</summary>
    public string Write(string relativePath, string text) => Write(relativePath, Encoding.UTF8.GetBytes(text));

    public string Write(string relativePath, byte[] bytes)
    {
        string path = Path.Combine(Work, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Puts a shell script on PATH.</summary>
    public void AddProgram(string name, string body)
    {
        string path = Path.Combine(Bin, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public Task<CommandResult> MerlinAsync(params IEnumerable<string> arguments) =>
        EndAsync(StartMerlin(arguments));

    public RunningCommand StartMerlin(params IEnumerable<string> arguments) =>
        StartProgram(MerlinProgram.Host, ["exec", MerlinProgram.Assembly, .. arguments]);

    public Task<CommandResult> ProgramAsync(string program, params IEnumerable<string> arguments) =>
        EndAsync(StartProgram(program, arguments));

    public RunningCommand StartProgram(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = Work };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        RunningCommand command = RunningCommand.Start(start);
        _started.Add(command);
        return command;
    }

    /// <summary>Runs a spec here to its end and returns its workspace, which must be the only one of that name.</summary>
    public async Task<StudyWorkspace> RunAsync(string specText, int exitCode = 0, params IEnumerable<string> options)
    {
        string spec = Write("spec.yaml", specText);
        (await MerlinAsync(["run", "--local", spec, .. options])).Ended(exitCode);
        return Workspace();
    }

    /// <summary>The only study workspace below <paramref name="relativeDirectory"/>.</summary>
    public StudyWorkspace Workspace(string relativeDirectory = ".")
    {
        IReadOnlyList<string> found = Workspaces(relativeDirectory);
        return found.Count == 1
            ? new StudyWorkspace(found[0])
            : throw new XunitException($"Expected one study workspace, found {found.Count}: {string.Join(", ", found)}");
    }

    public IReadOnlyList<string> Workspaces(string relativeDirectory = ".") =>
        [.. Directory.EnumerateDirectories(Path.GetFullPath(Path.Combine(Work, relativeDirectory)))
            .Where(path => Regex.IsMatch(Path.GetFileName(path), @"_\d{8}-\d{6}(\D.*)?$"))
            .Order(StringComparer.Ordinal)];

    private async Task<CommandResult> EndAsync(RunningCommand command)
    {
        CommandResult result = await command.EndWithoutInputAsync();
        _transcript.Add(result);
        return result;
    }

    private static void Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended meanwhile.
        }
    }

    private Task ExpectNoProcessLeftAsync() =>
        Wait.UntilAsync(
            () => ProcessTable.Within(Root).Count == 0,
            () => $"processes left: {string.Join("; ", ProcessTable.Within(Root))}");

    private void Close(bool passed, ITestOutputHelper output)
    {
        foreach (RunningCommand command in _started)
        {
            if (!passed && !_transcript.Contains(command.SoFar))
            {
                _transcript.Add(command.SoFar);
            }

            command.Dispose();
        }

        foreach (ProcessEntry left in passed ? [] : ProcessTable.Within(Root))
        {
            output.WriteLine($"Killed, since it was left: {left}");
            Kill(left.Id);
        }

        if (passed)
        {
            Directory.Delete(Root, recursive: true);
            return;
        }

        output.WriteLine($"The directory stays: {Root}");
        foreach (CommandResult result in _transcript)
        {
            output.WriteLine(result.ToString());
        }
    }
}
