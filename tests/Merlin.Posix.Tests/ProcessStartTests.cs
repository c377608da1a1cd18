using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix.Tests;

public sealed class ProcessStartTests : IDisposable
{
    private readonly SpawnAttributes _attributes = new();
    private readonly StringVector _environment = new([Encoding.UTF8.GetBytes("NAME=value")]);

    [Theory]
    [InlineData("exit 7", 7, false, 7)]
    [InlineData("kill -TERM $$", 15, true, 143)]
    [InlineData("[ \"$NAME\" = value ]", 0, false, 0)]
    public void A_program_runs_and_its_end_is_seen(string script, int code, bool bySignal, int shellCode)
    {
        int pid = Start(script);
        using SafeFileHandle process = ChildProcess.OpenPidFd(pid);
        var poll = new PollSet(1);
        poll.Set(0, process);
        while (!poll.IsReady(0))
        {
            poll.Wait(-1);
        }

        Assert.True(ChildProcess.HasExited(pid, out ChildExit seen));
        ChildExit reaped = ChildProcess.Reap(pid);

        Assert.Equal(new ChildExit(code, bySignal), seen);
        Assert.Equal(seen, reaped);
        Assert.Equal(shellCode, seen.ShellCode);
        Assert.Equal(
            Errno.NoChild, Assert.Throws<PosixException>(() => ChildProcess.HasExited(pid, out _)).Error);
    }

    [Fact]
    public void A_signal_reaches_the_whole_group()
    {
        int pid = Start("sleep 1000 & wait");
        Assert.False(ChildProcess.HasExited(pid, out _));
        Assert.True(ChildProcess.SignalGroup(pid, SignalNumber.Kill));

        Assert.Equal(new ChildExit(9, BySignal: true), ChildProcess.Reap(pid));
    }

    [Fact]
    public void A_missing_program_is_an_error_number()
    {
        using var actions = new SpawnFileActions();

        int error = ProcessStart.Start("/no/such/program\0"u8, actions, _attributes, _environment, out _);

        Assert.Equal(Errno.NoEntry, error);
    }

    [Fact]
    public void The_original_environment_keeps_its_bytes_and_leaves_out_what_is_asked()
    {
        string all = Encoding.Latin1.GetString(File.ReadAllBytes("/proc/self/environ"));

        string kept = string.Concat(OriginalEnvironment.Read([]).Select(entry => Encoding.Latin1.GetString(entry.Span) + "\0"));

        Assert.Equal(all, kept);
        Assert.DoesNotContain(
            OriginalEnvironment.Read("PATH"u8), entry => entry.Span.StartsWith("PATH"u8));
    }

    public void Dispose()
    {
        _attributes.Dispose();
        _environment.Dispose();
    }

    private int Start(string script)
    {
        using var actions = new SpawnFileActions();
        actions.Read(0, "/dev/null");
        using var arguments = new StringVector(
            ["sh"u8.ToArray(), "-c"u8.ToArray(), Encoding.UTF8.GetBytes(script)]);
        int error = ProcessStart.Start("/bin/sh\0"u8, actions, _attributes, arguments, _environment, out int pid);
        Assert.Equal(0, error);
        return pid;
    }
}
