using Merlin.Broker.Lines;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Merlin.Posix;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Broker.Hosting;

/// <summary>A broker in this process: a thread that owns a scheduler and a store, and the lines to it.</summary>
/// <remarks>
/// All members may be called from any thread. The host does not own the store: dispose of the host first, then of the
/// store. When the store fails, or the program has a defect, the loop ends, nothing more is let out, and
/// <see cref="Stopped"/> says why.
/// </remarks>
public sealed class BrokerHost : ILineHost, IDisposable
{
    private readonly Mailbox<LoopWork> _mailbox = new();
    private readonly HostLoop _loop;
    private readonly HostThread _thread;

    private BrokerHost(Store store, SchedulerOptions options, TimeProvider clock, string version, ILogger logger)
    {
        BrokerId = store.BrokerId;
        Version = version;
        _loop = new HostLoop(_mailbox, new Scheduler(options), store, clock, version, logger);
        _thread = new HostThread(_mailbox, _loop, "broker");
    }

    /// <summary>
    /// Ends when the host was disposed of; fails with <see cref="StoreException"/> or <see cref="HostFaultException"/>
    /// when the loop had to end by itself. Their messages are for the user.
    /// </summary>
    public Task Stopped => _thread.Stopped;

    /// <inheritdoc/>
    public string BrokerId { get; }

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>Starts a broker on what a store holds.</summary>
    /// <param name="store">The store; used by the broker's thread alone from now on.</param>
    /// <param name="options">The scheduler's options.</param>
    /// <param name="clock">The time.</param>
    /// <param name="version">The program's version, as <see cref="Messages.Answers.BrokerInfo"/> and greetings tell it.</param>
    /// <param name="logger">Takes what happens to workers; null for nobody.</param>
    public static BrokerHost Start(
        Store store, SchedulerOptions options, TimeProvider clock, string version = "", ILogger? logger = null)
    {
        var host = new BrokerHost(store, options, clock, version, logger ?? NullLogger.Instance);
        host._thread.Start();
        return host;
    }

    /// <inheritdoc/>
    public IHostChannel Connect(ClientIdentity client, IBrokerListener listener) =>
        _thread.Connect(client, listener, new BrokerGreeting(Version, 0, BrokerId, client.Owner));

    /// <summary>
    /// Where the study that was submitted last stands, or null when there is none. Costs a few microseconds for each
    /// array of it; the calling thread waits until the present turn has ended.
    /// </summary>
    /// <exception cref="StoreException">The loop ended because the store failed.</exception>
    /// <exception cref="HostFaultException">The loop ended because of a defect.</exception>
    /// <exception cref="ObjectDisposedException">The host was disposed of.</exception>
    public StudyStatus? GetStatus() => _thread.Ask(_loop.ReadStatus);

    /// <summary>A view of the study that was submitted last; disposing of it does nothing to the host.</summary>
    public IStudyStatusSource OpenStatus() => new HostStatusSource(this);

    /// <summary>Ends the loop after the turn at hand; what waits in it is dropped.</summary>
    public void Dispose()
    {
        _thread.Stop();
        _thread.Join();
        _loop.Dispose();
        _mailbox.Dispose();
    }

    /// <summary>The tasks of at most one block of the study that was submitted last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The study has no such array.</exception>
    internal TaskPage ReadPage(int ordinal, long from) => _thread.Ask(() => _loop.ReadPage(ordinal, from));

    /// <summary>The plan of the study that was submitted last, or null when there is none.</summary>
    internal byte[]? ReadPlan() => _thread.Ask(_loop.ReadPlan);
}
