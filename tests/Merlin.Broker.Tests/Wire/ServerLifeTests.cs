using Merlin.Broker.Lines;
using Merlin.Broker.Wire;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

[Collection(WireTests.Name)]
public class ServerLifeTests
{
    private const UnixFileMode Open =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    [Fact]
    public void A_thousand_clients_are_served()
    {
        const int Clients = 1000;
        using var rig = new WireRig();
        List<Line> lines = [.. Enumerable.Range(0, Clients).Select(_ => new Line(rig.Endpoint("tcp")))];
        lines.ForEach(line => line.Next<BrokerGreeting>());
        lines.ForEach(line => line.AssertServed());
        lines.ForEach(line => line.Dispose());
    }

    [Fact]
    public void More_clients_than_allowed_wait_for_their_turn()
    {
        using var rig = new WireRig(options => options with { MostPeers = 1 });
        var first = new Line(rig.Endpoint("ipc"));
        first.Next<BrokerGreeting>();
        using var second = new Line(rig.Endpoint("ipc"), new LineTimes { Answer = TimeSpan.FromMilliseconds(200) });
        second.Next<Line.LostLine>();
        first.Dispose();
        second.Next<BrokerGreeting>();
        second.AssertServed();
    }

    [Fact]
    public void Nothing_is_left_of_a_server_and_its_clients()
    {
        int before = LibraryThreads();
        using (var rig = new WireRig())
        {
            using var line = new Line(rig.Endpoint("ipc"));
            line.Next<BrokerGreeting>();
            Assert.True(LibraryThreads() > before);
            rig.StopServer();
            Assert.False(Path.Exists(rig.SocketPath));
        }

        Assert.Equal(before, LibraryThreads());
    }

    [Fact]
    public void The_socket_of_a_running_broker_is_not_taken_and_that_of_a_killed_one_is()
    {
        using var rig = new WireRig();
        Assert.Contains(
            "listens at", Assert.Throws<BrokerAddressException>(rig.StartServer).Message, StringComparison.Ordinal);
        using (var line = new Line(rig.Endpoint("ipc")))
        {
            line.Next<BrokerGreeting>();
            line.AssertServed();
        }

        rig.StopServer();
        using (var context = new ZeroMQContext(ioThreads: 1))
        using (var dead = new ZeroMQSocket(context, SocketKind.Router, new SocketSettings()))
        {
            dead.Bind(rig.Ipc);
        }

        Assert.True(File.Exists(rig.SocketPath)); // as after a kill: libzmq leaves it
        rig.StartServer();
        using var again = new Line(rig.Endpoint("ipc"));
        again.Next<BrokerGreeting>();
    }

    [Fact]
    public void A_file_in_the_way_is_not_removed()
    {
        using var rig = new WireRig();
        rig.StopServer();
        File.WriteAllText(rig.SocketPath, "a thesis");
        Assert.Contains(
            "in the way", Assert.Throws<BrokerAddressException>(rig.StartServer).Message, StringComparison.Ordinal);
        Assert.Equal("a thesis", File.ReadAllText(rig.SocketPath));
    }

    [Fact]
    public void A_port_in_use_is_named()
    {
        using var rig = new WireRig();
        string message = Assert.Throws<BrokerAddressException>(
            () => new WireRig(options => options with { Addresses = [rig.Tcp] })).Message;
        Assert.Contains(rig.Tcp, message, StringComparison.Ordinal);
        Assert.Contains("another program", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_others_can_enter_is_used_on_neither_side()
    {
        using var rig = new WireRig();
        string directory = Path.GetDirectoryName(rig.SocketPath)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        File.SetUnixFileMode(directory, Open);
        using var line = new Line(rig.Endpoint("ipc"));
        Assert.Contains($"chmod 700 {directory}", line.Next<Line.RefusedLine>().Reason, StringComparison.Ordinal);
        rig.StopServer();
        Assert.Throws<BrokerAddressException>(rig.StartServer);
    }

    private static int LibraryThreads() => Directory.GetDirectories("/proc/self/task")
        .Count(task => File.ReadAllText(Path.Combine(task, "comm")).StartsWith("ZMQ", StringComparison.Ordinal));
}
