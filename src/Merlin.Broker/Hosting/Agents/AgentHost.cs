using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Posix;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Hosting;

/// <summary>
/// An agent in this process: a thread that owns it, its one line to the host above (a broker, or another agent), and its
/// consumers' lines to it.
/// </summary>
/// <remarks>
/// All members may be called from any thread. Give it to a <see cref="Wire.WireServer"/> for its consumers to reach it;
/// dispose of the server first.
/// </remarks>
public sealed class AgentHost : ILineHost, IAsyncDisposable
{
    private readonly Mailbox<LoopWork> _mailbox;
    private readonly AgentLoop _loop;
    private readonly HostThread _thread;
    private readonly IBrokerChannel _upline;
    private readonly ILogger _logger;
    private bool _disposed;

    private AgentHost(
        AgentOptions options, Mailbox<LoopWork> mailbox, AgentLoop loop, IBrokerChannel upline, ILogger logger)
    {
        BrokerId = options.Identity.Value;
        Version = options.Version;
        _mailbox = mailbox;
        _loop = loop;
        _thread = new HostThread(mailbox, loop, "agent");
        _upline = upline;
        _logger = logger;
        _loop.Use(upline);
        _thread.Start();
        Ended = WaitForEndAsync();
    }

    /// <summary>Ends with the agent, and says how that came; never fails.</summary>
    public Task<AgentEnd> Ended { get; }

    /// <summary>The agent's identity: each life is another host to its consumers.</summary>
    public string BrokerId { get; }

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>Starts an agent. It need not reach the host above at once: it goes on trying.</summary>
    /// <param name="options">Who it is.</param>
    /// <param name="connectUpstream">Opens its line to the host above; called once.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Takes what happens to its lines and consumers.</param>
    /// <exception cref="BrokerUnavailableException">No line can ever be opened.</exception>
    public static AgentHost Start(
        AgentOptions options, Func<IBrokerListener, IBrokerChannel> connectUpstream, TimeProvider clock, ILogger logger)
    {
        var mailbox = new Mailbox<LoopWork>();
        var loop = new AgentLoop(mailbox, options, clock, logger);
        try
        {
            IBrokerChannel upline = connectUpstream(new AgentUpline(loop, mailbox));
            return new AgentHost(options, mailbox, loop, upline, logger);
        }
        catch (BrokerUnavailableException)
        {
            loop.Dispose();
            mailbox.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IHostChannel Connect(ClientIdentity client, IBrokerListener listener) =>
        _thread.Connect(client, listener, new BrokerGreeting(Version, 0, BrokerId, client.Owner));

    /// <summary>
    /// Begins the agent's end: its consumers are asked to leave; when they have given back or finished what they hold, and
    /// the host above has acknowledged all reports, it says goodbye, and <see cref="Ended"/> ends. How long that takes is the
    /// tasks' affair; <see cref="DisposeAsync"/> cuts it short.
    /// </summary>
    /// <param name="reason">Why, in words for the consumers' logs.</param>
    public void Leave(string reason) => _thread.Post(new LoopAction(() => _loop.Leave(reason)));

    /// <summary>
    /// Asks the consumers in a Flux job to leave: they give back what has not started, and finish what runs, however long that
    /// takes. One that comes later is asked as soon as it is there.
    /// </summary>
    /// <param name="job">The job's id in F58.</param>
    /// <param name="reason">Why, in words for their logs.</param>
    public void Release(string job, string reason) => _thread.Post(new LoopAction(() => _loop.Release(job, reason)));

    /// <summary>Where it stands; <see cref="AgentFacts.None"/> after its end. Waits for the present turn's end.</summary>
    public AgentFacts Facts() => AskOrDefault(_loop.Facts) ?? AgentFacts.None;

    /// <summary>Its consumers, in the order of their names; none after its end. Waits for the present turn's end.</summary>
    public IReadOnlyList<ConsumerSummary> Consumers() => AskOrDefault(_loop.Consumers) ?? [];

    /// <summary>Ends the agent at once, if it has not ended, and closes its lines.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _thread.Stop();
        await Ended;
        _upline.Dispose();
        _thread.Join();
        _loop.Dispose();
        _mailbox.Dispose();
    }

    private T? AskOrDefault<T>(Func<T> question)
        where T : class
    {
        try
        {
            return _thread.Ask(question);
        }
        catch (Exception e) when (e is ObjectDisposedException or HostFaultException)
        {
            return null;
        }
    }

    private async Task<AgentEnd> WaitForEndAsync()
    {
        try
        {
            await _thread.Stopped;
            return _loop.End;
        }
        catch (HostFaultException e)
        {
            AgentLog.Fails(_logger, e);
            return new AgentEnd(
                AgentEndKind.Failed, "The agent stopped because of a defect in Merlin; what its workers held goes to others.");
        }
    }
}
