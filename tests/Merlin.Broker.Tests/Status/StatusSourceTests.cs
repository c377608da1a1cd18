using System.Net.Sockets;
using Merlin.Broker.Hosting;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Hosting;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Status;

public class StatusSourceTests
{
    [Fact]
    public void Where_nothing_ran_there_is_a_clear_error()
    {
        using var directory = new TemporaryDirectory();
        StoreException error = Assert.Throws<StoreException>(() => StudyStatusSource.Open(directory.Path));
        Assert.Contains("no record of a run", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void Without_a_live_process_the_store_answers_and_stays_free()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(200_000))]);
            store.Commit([new Changes.RangesEnded(Samples.Array, [new(0, 200_000)], TaskOutcome.NotRun)]);
        }

        using IStudyStatusSource source = StudyStatusSource.Open(directory.Path);
        Assert.False(source.IsLive);
        Assert.False(source.GetStatus().Live);
        Assert.Equal([1, 2, 3], source.ReadPlan().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Tasks(1));
        using IEnumerator<TaskRow> rows = source.Tasks(0).GetEnumerator();
        Assert.True(rows.MoveNext());
        Store.Open(directory.Path).Dispose();
        int count = 1;
        while (rows.MoveNext())
        {
            count++;
        }

        Assert.Equal(200_000, count);
    }

    [Fact]
    public void What_was_read_of_a_study_is_not_read_again_until_somebody_writes_it()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(2))]);
        }

        using IStudyStatusSource source = StudyStatusSource.Open(directory.Path);
        using (Store store = Store.Open(directory.Path))
        {
            Assert.Equal(0, source.GetStatus().Arrays[0].Ended);
            Assert.Equal([1, 2, 3], source.ReadPlan().ToArray());
            store.Commit([new Changes.RangesEnded(Samples.Array, [new(0, 1)], TaskOutcome.NotRun)]);
            Assert.True(Assert.Throws<StoreException>(source.GetStatus).IsInUse);
        }

        Assert.Equal(1, source.GetStatus().Arrays[0].Ended);
    }

    [Fact]
    public async Task The_live_process_answers_while_it_runs_and_the_store_afterwards()
    {
        using var directory = new TemporaryDirectory();
        StudyStatus live;
        List<TaskRow> liveRows;
        int ordinal;
        using (Store store = Store.Open(directory.Path))
        using (BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System))
        using (StatusServer.Start(host, directory.Path))
        using (var producer = new Asker(host))
        using (var worker = new ScriptedWorker(host))
        {
            await producer.SubmitAsync(Samples.Submission(Samples.ArrayOf(10_000), Samples.ArrayOf(3, "b")));
            worker.RunLease();
            ordinal = worker.RunLease().Chain[0].Ordinal;
            using IStudyStatusSource source = StudyStatusSource.Open(directory.Path);
            Assert.True(source.IsLive);
            live = source.GetStatus();
            Assert.True(live.Live);
            Assert.Equivalent(host.GetStatus(), live, strict: true);
            Assert.Equal([1, 2, 3], source.ReadPlan().ToArray());
            liveRows = [.. source.Tasks(ordinal)];
            using IStudyStatusSource inside = host.OpenStatus();
            Assert.Equal(inside.Tasks(ordinal), liveRows);
            Assert.NotEmpty(liveRows);
        }

        using IStudyStatusSource after = StudyStatusSource.Open(directory.Path);
        Assert.False(after.IsLive);
        Assert.Equal(live.Arrays.Select(array => array.Ended), after.GetStatus().Arrays.Select(array => array.Ended));
        Assert.Equal(liveRows, after.Tasks(ordinal));
    }

    [Fact]
    public void An_endpoint_that_a_killed_process_left_behind_is_passed_over()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(1))]);
        }

        Endpoint stale = Endpoint.Make();
        stale.Write(directory.Path);
        using (IStudyStatusSource source = StudyStatusSource.Open(directory.Path))
        {
            Assert.False(source.IsLive);
        }

        using Store again = Store.Open(directory.Path);
        using BrokerHost host = BrokerHost.Start(again, new SchedulerOptions(), TimeProvider.System);
        using StatusServer server = StatusServer.Start(host, directory.Path);
        Assert.False(Directory.Exists(Path.GetDirectoryName(stale.Socket)));
        using IStudyStatusSource live = StudyStatusSource.Open(directory.Path);
        Assert.True(live.IsLive);
    }

    [Fact]
    public void The_socket_lies_where_only_the_user_can_enter()
    {
        Endpoint endpoint = Endpoint.Make();
        string directory = Path.GetDirectoryName(endpoint.Socket)!;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        Directory.Delete(directory);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nonsense_is_refused_without_harm(int seed)
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System);
        using StatusServer server = StatusServer.Start(host, directory.Path);
        string socket = Endpoint.Read(directory.Path)!.Socket;
        var random = new Random(seed);
        for (int i = 0; i < 50; i++)
        {
            byte[] nonsense = new byte[random.Next(1, 200)];
            random.NextBytes(nonsense);
            if (random.Next(2) == 0 && nonsense.Length > 6)
            {
                // A frame whose length and version are right.
                new byte[] { (byte)Math.Min(nonsense.Length - 4, 64), 0, 0, 0, StatusFrame.Version }.CopyTo(nonsense, 0);
            }

            SendAndAwaitClose(socket, nonsense);
        }

        Assert.Null(host.GetStatus());
        using IStudyStatusSource source = StudyStatusSource.Open(directory.Path);
        StoreException error = Assert.Throws<StoreException>(source.GetStatus);
        Assert.Contains("has not submitted its study yet", error.Message, StringComparison.Ordinal);
    }

    private static void SendAndAwaitClose(string path, byte[] bytes)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(bytes);
        socket.Shutdown(SocketShutdown.Send);
        byte[] answer = new byte[4096];
        try
        {
            while (socket.Receive(answer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Closed with bytes unread.
        }
    }
}
