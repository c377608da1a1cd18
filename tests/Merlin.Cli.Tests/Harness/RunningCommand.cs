using System.Diagnostics;
using System.Text;
using Xunit.Sdk;

namespace Merlin.Cli.Tests.Harness;

/// <summary>A started command. Its output is collected while it runs.</summary>
public sealed class RunningCommand : IDisposable
{
    /// <summary>A net under tests that would hang; nothing is measured against it.</summary>
    private static readonly TimeSpan SafetyLimit = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly string _commandLine;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private RunningCommand(Process process, string commandLine)
    {
        _process = process;
        _commandLine = commandLine;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public CommandResult SoFar
    {
        get
        {
            int exitCode = _process.HasExited ? _process.ExitCode : -1;
            lock (_out)
            {
                lock (_error)
                {
                    return new CommandResult(_commandLine, exitCode, _out.ToString(), _error.ToString());
                }
            }
        }
    }

    public static RunningCommand Start(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };
        var command = new RunningCommand(process, $"{start.FileName} {string.Join(' ', start.ArgumentList)}");
        process.OutputDataReceived += (_, line) => Append(command._out, line.Data);
        process.ErrorDataReceived += (_, line) => Append(command._error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return command;
    }

    /// <summary>Types <paramref name="text"/> into the command's standard input and leaves it open.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end of the command and of everything that holds its output open.</summary>
    public async Task<CommandResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(SafetyLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException expired)
        {
            string state = _process.HasExited ? "ended, but something still holds its output open" : "still runs";
            Kill();
            throw new XunitException($"After {SafetyLimit} the command {state}.\n{SoFar}", expired);
        }

        return SoFar;
    }

    /// <summary>Closes standard input first, for commands that may read it.</summary>
    public Task<CommandResult> EndWithoutInputAsync()
    {
        _process.StandardInput.Close();
        return EndAsync();
    }

    /// <summary>Sends a signal, by its name without SIG, to this process alone.</summary>
    public async Task SignalAsync(string name)
    {
        var start = new ProcessStartInfo("/bin/sh");
        foreach (string argument in (string[])["-c", "kill -s \"$0\" \"$1\"", name, Id.ToString()])
        {
            start.ArgumentList.Add(argument);
        }

        using RunningCommand kill = Start(start);
        (await kill.EndWithoutInputAsync()).Ended(0);
    }

    /// <summary>SIGKILL, to this process alone: nothing is told to its children.</summary>
    public void Kill() => _process.Kill(entireProcessTree: false);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder target, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (target)
        {
            target.Append(line).Append('\n');
        }
    }
}
