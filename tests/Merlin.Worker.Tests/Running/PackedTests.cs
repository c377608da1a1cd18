using System.Diagnostics;
using System.Text;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Posix;
using Merlin.Worker.Packing;
using Merlin.Worker.Packing.Format;
using Merlin.Worker.Tests.Guarding;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Tests.Running;

/// <summary>Tasks without directories of their own, what becomes of what they leave behind, and what others find of it.</summary>
public sealed class PackedTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_runs_in_scratch_and_becomes_a_record(bool pidFd)
    {
        await using Rig rig = Start(
            "pwd; echo bad >&2; mkdir -p d/e; echo $(MERLIN_SAMPLE_ID) > d/e/f; ln -s d/e/f l; chmod 600 d/e/f; exit $(( $(MERLIN_SAMPLE_ID) % 2 ))",
            samples: 40,
            pidFd);
        rig.Broker.Lease(1, 0, 0, 40);
        await rig.Broker.Ended(0, 40);

        PackedRecord[] records = Records(rig);
        Assert.Equal(Enumerable.Range(0, 40), records.Select(static record => (int)record.Index));
        foreach (PackedRecord record in records)
        {
            Assert.Equal(record.Index % 2 == 0 ? TaskOutcome.Succeeded : TaskOutcome.SoftFailed, record.Outcome);
            Assert.Equal((record.Index % 2, false), (record.Code, record.BySignal));
            Assert.StartsWith(rig.PathOf("scratch", "merlin-scratch-"), Text(record.Stream(error: false)), StringComparison.Ordinal);
            Assert.Equal("bad\n", Text(record.Stream(error: true)));
            Assert.Equal(["d", "d/e", "d/e/f", "l"], Names(record));
            Assert.Equal($"{record.Index}\n", Text(record.Parts.Single(static part => part.Name == "d/e/f").Content));
            Assert.Equal(0b110_000_000, record.Parts.Single(static part => part.Name == "d/e/f").Mode);
        }

        Assert.Equal(["packed"], Directory.GetFileSystemEntries(rig.PathOf("s")).Select(Path.GetFileName));
        await rig.Release();
        Assert.Empty(Directory.GetFileSystemEntries(rig.PathOf("scratch")));
    }

    [Fact]
    public async Task A_task_finds_nothing_of_those_before_it()
    {
        await using Rig rig = Start("ls -A; echo x > new$$; rm s.sh; mv s.out other; echo lost > s.out", samples: 30);
        rig.Broker.Lease(1, 0, 0, 30);
        await rig.Broker.Ended(0, 30);

        foreach (PackedRecord record in Records(rig))
        {
            Assert.Equal("lost\n", Text(record.Stream(error: false)));
            PackedPart other = record.Parts.Single(static part => part.Name == "other");
            Assert.Equal("s.err\ns.out\ns.sh\n", Text(other.Content));
        }
    }

    [Fact]
    public async Task What_a_task_leaves_running_is_ended_with_its_script()
    {
        await using Rig rig = Start("(sleep 600; echo late > late) & echo $!", samples: 8, pidFd: true);
        rig.Broker.Lease(1, 0, 0, 8);
        await rig.Broker.Ended(0, 8);

        foreach (PackedRecord record in Records(rig))
        {
            int pid = int.Parse(Text(record.Stream(error: false)));
            await Rig.Until(() => !Live.IsAlive(pid), $"{pid} lives on");
        }
    }

    [Fact]
    public async Task Patterns_and_the_limit_say_what_is_kept()
    {
        await using Rig rig = Start(
            "mkdir d; printf 0123456789 > d/a.dat; printf 0123456789 > b.dat; echo no > c.txt; printf 0123456789",
            samples: 2,
            keep: new SamplePacking(["*.dat"], KeepLimit: 25));
        rig.Broker.Lease(1, 0, 0, 2);
        await rig.Broker.Ended(0, 2);

        PackedRecord record = Records(rig)[0];
        Assert.Equal("0123456789", Text(record.Stream(error: false)));
        Assert.Equal(
            [("b.dat", PackedPartKind.File, 10), ("d/a.dat", PackedPartKind.LeftOut, 10)],
            record.Parts.Where(static part => part.Name.Length > 0).Select(static part => (part.Name, part.Kind, part.Size)));
    }

    [Fact]
    public async Task Output_beyond_the_limit_is_cut_off_and_the_record_says_so()
    {
        await using Rig rig = Start("head -c 100000 /dev/zero", samples: 2, keep: new SamplePacking(["**"], KeepLimit: 70_000));
        rig.Broker.Lease(1, 0, 0, 2);
        await rig.Broker.Ended(0, 2);

        PackedRecord record = Records(rig)[1];
        Assert.Equal(70_000, record.Stream(error: false).Length);
        Assert.Equal((":out", 30_000), (record.Parts[1].Name, record.Parts[1].Size));
    }

    [Fact]
    public async Task Output_that_cannot_be_read_is_no_success_and_costs_the_next_task_nothing()
    {
        await using Rig rig = Start("if [ $(MERLIN_SAMPLE_ID) = 0 ]; then rm s.out; mkdir s.out; else echo ok; fi", samples: 2);
        rig.Broker.Lease(1, 0, 0, 1);
        Assert.Equal(TaskOutcome.StartFailed, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Contains("'s.out' cannot be read: Is a directory", rig.Log.Text, StringComparison.Ordinal);
        rig.Broker.Lease(2, 0, 1, 2);
        await rig.Broker.Ended(0, 2);

        PackedRecord record = Assert.Single(Records(rig));
        Assert.Equal((1L, "ok\n"), (record.Index, Text(record.Stream(error: false))));
    }

    [Fact]
    public async Task The_next_attempt_finds_what_the_one_before_has_left()
    {
        await using Rig rig = Start("if [ -e state ]; then cat state; else echo saved > state; echo first; exit 104; fi", samples: 2);
        rig.Broker.Lease(1, 0, 0, 1);
        Assert.Equal(TaskOutcome.Retry, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);

        rig.Broker.Lease(2, 0, 0, 1, new AttemptState(0, 1, TaskOutcome.Retry, 1, 0));
        await rig.Broker.Ended(0, 2);

        Assert.Equal(
            [(0, TaskOutcome.Retry, "first\n"), (1, TaskOutcome.Succeeded, "saved\n")],
            Records(rig).Select(static record => (record.Attempt, record.Outcome, Text(record.Stream(error: false)))));
    }

    [Fact]
    public async Task A_task_that_has_a_record_of_its_success_is_not_run()
    {
        await using Rig rig = Start("true", samples: 4, prepare: workspace =>
        {
            using var packs = new StepPacks(Path.Combine(workspace, "s", "packed"), "earlier-0", 1 << 20);
            var draft = new RecordDraft();
            foreach ((long index, TaskOutcome outcome) in ((long, TaskOutcome)[])[(1, TaskOutcome.Succeeded), (2, TaskOutcome.SoftFailed)])
            {
                draft.Begin();
                var node = new PackedNode("s", "s", "s.out", "s.err", "s.restart.out", "s.restart.err");
                Assert.Equal(0, packs.Append(node, draft.Complete(index, 0, outcome, RecordFlags.None, 0, 1, 1)));
            }
        });
        rig.Broker.Lease(1, 0, 0, 4);
        await rig.Broker.Ended(0, 3);
        await rig.Release();

        Assert.Equal([0, 2, 3], rig.Broker.Records(0).Select(static record => record.Index).Order());
        Assert.Equal([new IndexRange(1, 2)], rig.Broker.All<TaskReport>().SelectMany(static report => report.AlreadyFinished));
    }

    [Fact]
    public async Task A_copy_at_work_on_this_machine_is_waited_for_and_its_record_counts()
    {
        await using Rig rig = Start("true", samples: 4, change: static options => options with { LocksTasks = true });
        Directory.CreateDirectory(rig.PathOf("s", "packed"));
        using (var locks = new StepLocks(rig.PathOf("s", "packed")))
        using (IDisposable? held = locks.TryTake(0, 2))
        {
            Assert.NotNull(held);
            rig.Broker.Lease(1, 0, 0, 4);
            await rig.Broker.Ended(0, 3);
            await rig.UntilLogged("another copy of this task runs here");
            using var packs = new StepPacks(rig.PathOf("s", "packed"), "other-0", 1 << 20);
            var draft = new RecordDraft();
            draft.Begin();
            var node = new PackedNode("s", "s", "s.out", "s.err", "s.restart.out", "s.restart.err");
            Assert.Equal(0, packs.Append(node, draft.Complete(2, 0, TaskOutcome.Succeeded, RecordFlags.None, 0, 1, 1)));
        }

        await Rig.Until(
            () => rig.Broker.All<TaskReport>().Any(static report => report.AlreadyFinished.Count > 0), "the other copy's record is not seen");
        Assert.Equal(3, rig.Broker.Records(0).Length);
    }

    [Fact]
    public void Locks_exclude_others_and_oneself()
    {
        string directory = Directory.CreateTempSubdirectory("merlin-locks-").FullName;
        using var one = new StepLocks(directory);
        using var other = new StepLocks(directory);

        IDisposable first = Assert.IsAssignableFrom<IDisposable>(one.TryTake(3, 7));
        Assert.Null(other.TryTake(3, 7));
        Assert.Null(one.TryTake(3, 7));
        using IDisposable? neighbour = other.TryTake(3, 8);
        using IDisposable? otherNode = other.TryTake(4, 7);
        Assert.NotNull(neighbour);
        Assert.NotNull(otherNode);
        first.Dispose();
        using IDisposable? again = other.TryTake(3, 7);
        Assert.NotNull(again);

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_full_pack_is_followed_by_another()
    {
        string directory = Directory.CreateTempSubdirectory("merlin-packs-").FullName;
        using (var packs = new StepPacks(directory, "wk-0", largest: 300))
        {
            var draft = new RecordDraft();
            for (int index = 0; index < 10; index++)
            {
                draft.Begin();
                Assert.Equal(0, packs.Append(
                    new PackedNode("s", "s", "o", "e", "ro", "re"), draft.Complete(index, 0, TaskOutcome.Succeeded, RecordFlags.None, 0, 1, 1)));
            }
        }

        using var folder = new PackFolder(directory);
        Assert.Equal(Enumerable.Range(0, 10), folder.ReadNew().Select(static entry => (int)entry.Entry.Index));
        Assert.InRange(folder.Packs.Count, 2, 10);
        Assert.All(folder.Packs, static pack => Assert.InRange(new FileInfo(pack.Path).Length, 1, 300));
        await Task.Run(() => Directory.Delete(directory, recursive: true));
    }

    [Fact]
    public void Why_a_pack_cannot_be_made_is_told()
    {
        string directory = Directory.CreateTempSubdirectory("merlin-packs-").FullName;
        File.WriteAllText(Path.Combine(directory, "file"), "");
        using var packs = new StepPacks(Path.Combine(directory, "file", "s", "packed"), "wk-0", largest: 300);
        var draft = new RecordDraft();
        draft.Begin();

        int error = packs.Append(
            new PackedNode("s", "s", "o", "e", "ro", "re"), draft.Complete(0, 0, TaskOutcome.Succeeded, RecordFlags.None, 0, 1, 1));

        Assert.Equal(Errno.NotDirectory, error);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_pack_that_cannot_be_begun_leaves_no_files()
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-packs-").FullName;

        // The first task lets the worker write no file longer than half the head of a pack; the signal that goes with it is ignored.
        var info = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (string word in (string[])["-c", "trap '' XFSZ; exec dotnet exec \"$@\"", "sh", HostProcess.Program, workspace, "3", "1", "pidfd", "prlimit --pid $PPID --fsize=8", "Process", "packed"])
        {
            info.ArgumentList.Add(word);
        }

        using Process host = Process.Start(info)!;
        await host.WaitForExitAsync();

        Assert.Equal(1, host.ExitCode);
        Assert.Equal([], Directory.GetFiles(Path.Combine(workspace, "step", "packed")));
        Directory.Delete(workspace, recursive: true);
    }

    [Fact]
    public void A_pack_that_cannot_be_read_is_told_of_every_time()
    {
        string directory = Directory.CreateTempSubdirectory("merlin-packs-").FullName;
        File.WriteAllText(Path.Combine(directory, "other-0.pack"), "This is no pack at all.");
        using var records = new StepRecords(directory);

        for (int time = 0; time < 2; time++)
        {
            InvalidDataException problem = Assert.Throws<InvalidDataException>(() => records.HasSucceeded("s", 0, again: false));
            Assert.Contains("other-0.pack", problem.Message, StringComparison.Ordinal);
        }

        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("*.dat", "a.dat", true)]
    [InlineData("*.dat", "x/y/a.dat", true)]
    [InlineData("x/*.dat", "x/a.dat", true)]
    [InlineData("x/*.dat", "x/y/a.dat", false)]
    [InlineData("x/**", "x/y/a.dat", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("**", "anything/at/all", true)]
    public void A_pattern_keeps_what_it_matches(string pattern, string path, bool keeps) =>
        Assert.Equal(keeps, new KeepRules(new SamplePacking([pattern], 1)).Keeps(path));

    private static Rig Start(
        string command,
        long samples,
        bool pidFd = true,
        SamplePacking? keep = null,
        Func<WorkerOptions, WorkerOptions>? change = null,
        Action<string>? prepare = null) => Rig.Start(
        [Rig.Sampled("s", command, samples)],
        pidFd,
        samples: samples,
        change: options => (change ?? (static same => same))(options),
        changePlan: plan =>
        {
            prepare?.Invoke(plan.Workspace);
            return plan with { Packing = keep ?? new SamplePacking(SamplePacking.KeepAll, SamplePacking.DefaultKeepLimit) };
        });

    private static PackedRecord[] Records(Rig rig)
    {
        using var tasks = new PackedTasks(rig.Plan);
        PackedRecord[] records = [.. tasks.Records(rig.Plan.Nodes[0], static _ => true).Select(Copy)];
        Assert.Empty(tasks.Damages);
        return records;
    }

    // A record lies in the reader's buffer until the next one is read.
    private static PackedRecord Copy(PackedRecord record) => record with
    {
        Parts = [.. record.Parts.Select(static part => part with { Content = part.Content.ToArray() })],
    };

    private static IEnumerable<string> Names(PackedRecord record) =>
        record.Parts.Select(static part => part.Name).Where(static name => name.Length > 0);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
