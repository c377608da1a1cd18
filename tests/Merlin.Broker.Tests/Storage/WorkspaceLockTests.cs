using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

public class WorkspaceLockTests
{
    [Fact]
    public void A_second_taker_is_refused_with_the_holders_name_until_the_first_lets_go()
    {
        using var directory = new TemporaryDirectory();
        using (WorkspaceLock.Acquire(directory.Path, TimeProvider.System))
        {
            WorkspaceLockedException refusal = Assert.Throws<WorkspaceLockedException>(
                () => WorkspaceLock.Acquire(directory.Path, TimeProvider.System));
            Assert.Contains(
                $"process {Environment.ProcessId} of {Environment.UserName} on {Environment.MachineName} since",
                refusal.Message,
                StringComparison.Ordinal);
            Assert.Equal(refusal.Holder, WorkspaceLock.FindHolder(directory.Path));
        }

        Assert.Null(WorkspaceLock.FindHolder(directory.Path));
        WorkspaceLock.Acquire(directory.Path, TimeProvider.System).Dispose();
    }

    [Fact]
    public void Another_process_holds_the_lock_until_it_is_killed()
    {
        using var directory = new TemporaryDirectory();
        using var child = ChildProcess.StartSelf("lock", directory.Path);
        Assert.Equal("held", child.ReadLine());
        WorkspaceLockedException refusal = Assert.Throws<WorkspaceLockedException>(
            () => WorkspaceLock.Acquire(directory.Path, TimeProvider.System));
        Assert.Equal(child.Id, refusal.Holder?.ProcessId);
        child.Kill();
        WorkspaceLock.Acquire(directory.Path, TimeProvider.System).Dispose();
    }

    [Fact]
    public async Task The_guardian_of_a_dead_holder_is_waited_for()
    {
        using var directory = new TemporaryDirectory();
        string file = Path.Combine(directory.Path, WorkspaceLock.FileName);
        LockHolder dead = LockHolder.Present(TimeProvider.System) with { ProcessStart = 1 };
        await File.WriteAllTextAsync(file, dead.ToText());
        using var guardian = ChildProcess.StartShell("exec 9<\"$1\"; flock 9; echo held; read line", file);
        Assert.Equal("held", guardian.ReadLine());

        Task<WorkspaceLock> taking = Task.Run(() => WorkspaceLock.Acquire(directory.Path, TimeProvider.System));
        guardian.EndInput();
        using WorkspaceLock taken = await taking;
        Assert.Equal(Environment.ProcessId, WorkspaceLock.FindHolder(directory.Path)?.ProcessId);
    }

    [Fact]
    public void What_a_holder_writes_can_be_read_and_nonsense_cannot()
    {
        LockHolder present = LockHolder.Present(TimeProvider.System);
        Assert.Equal(present, LockHolder.Parse(present.ToText()));
        Assert.False(present.IsGone());
        Assert.True((present with { BootId = "another" }).IsGone());
        Assert.True((present with { ProcessStart = present.ProcessStart + 1 }).IsGone());
        Assert.False((present with { Host = "elsewhere", ProcessStart = 1 }).IsGone());
        Assert.Null(LockHolder.Parse("host=x\npid=many\n"));
    }

    [Fact]
    public void Without_locks_a_file_stands_in_and_a_dead_holders_file_is_removed()
    {
        using var directory = new TemporaryDirectory();
        var file = new ExclusiveFile(Path.Combine(directory.Path, WorkspaceLock.FileName));
        LockHolder present = LockHolder.Present(TimeProvider.System);
        file.Take(present with { ProcessStart = 1 });
        file.Take(present);
        Assert.Equal(present, file.FindHolder());
        Assert.Throws<WorkspaceLockedException>(() => file.Take(present));
        file.Release();
        file.Take(present with { Host = "elsewhere" });
        WorkspaceLockedException refusal = Assert.Throws<WorkspaceLockedException>(() => file.Take(present));
        Assert.Contains("on elsewhere", refusal.Message, StringComparison.Ordinal);
        file.Release();
        Assert.Empty(Directory.GetFiles(directory.Path));
    }
}
