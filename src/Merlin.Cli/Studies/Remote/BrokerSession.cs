using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies.Remote;

/// <summary>An open line to the broker that a command means.</summary>
internal sealed class BrokerSession : IDisposable
{
    private readonly LogLines _log;
    private bool _isBroken; // belongs to the line's thread

    private BrokerSession(BrokerAccess access, BrokerClient client, BrokerGreeting greeting, LogLines log)
    {
        Access = access;
        Client = client;
        Greeting = greeting;
        _log = log;
        client.LineChanged = TellLine;
    }

    /// <summary>How the broker was found.</summary>
    public BrokerAccess Access { get; }

    /// <summary>The line.</summary>
    public BrokerClient Client { get; }

    /// <summary>What the broker said of itself.</summary>
    public BrokerGreeting Greeting { get; }

    /// <summary>Finds the broker and opens a line to it.</summary>
    /// <param name="terminal">Told warnings about the configuration.</param>
    /// <param name="option">The value of <c>--broker</c>, or null.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="UserErrorException">No broker is configured.</exception>
    /// <exception cref="BrokerUnavailableException">It does not answer, or not to us.</exception>
    public static async Task<BrokerSession> OpenAsync(Terminal terminal, string? option, CancellationToken stop)
    {
        BrokerAccess access = BrokerAccess.Find(terminal, option);
        return await OpenAsync(terminal, access, access.Open, stop);
    }

    /// <summary>Opens a line to a broker in a way of the caller's.</summary>
    /// <param name="terminal">Told when the line breaks.</param>
    /// <param name="access">The broker.</param>
    /// <param name="connect">Opens the line, by <see cref="BrokerAccess.Open"/> in the end.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="BrokerUnavailableException">It does not answer, or not to us.</exception>
    public static async Task<BrokerSession> OpenAsync(
        Terminal terminal, BrokerAccess access, Func<IBrokerListener, IBrokerChannel> connect, CancellationToken stop)
    {
        BrokerClient client = await access.OpenAsync(connect, stop);
        try
        {
            return new BrokerSession(access, client, await client.Greeting.WaitAsync(stop), terminal.Log);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Asks the broker; see <see cref="BrokerClient.AskAsync{T}"/>.</summary>
    public Task<T> AskAsync<T>(Func<long, ProducerRequest> ask, CancellationToken stop)
        where T : RequestAnswer => Client.AskAsync<T>(ask, stop);

    /// <summary>A plan as it goes to the broker.</summary>
    public byte[] Close(StudyPlan plan)
    {
        byte[] bytes = StudyPlanFormat.Write(plan);
        return Access.Seal is { } seal ? seal.Seal(SealPurpose.Plan, bytes) : bytes;
    }

    /// <summary>Reads a plan as the broker keeps it.</summary>
    /// <exception cref="SealException">It was sealed with another owner's key, or is damaged.</exception>
    /// <exception cref="UserErrorException">It is sealed, and there is no key here; or it is no plan.</exception>
    public StudyPlan OpenPlan(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StudyPlanFormat.Read(PlanSeal.IsSealed(bytes.Span) ? Seal.Open(SealPurpose.Plan, bytes.Span) : bytes);
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    // What is asked is waited for through every break of the line; whoever waits must know why, once for each break.
    private void TellLine(string? reason)
    {
        if (reason is null)
        {
            _isBroken = false;
            _log.Info("The broker answers again.");
        }
        else if (!_isBroken)
        {
            _isBroken = true;
            _log.Warning($"The broker at {Access.Address} cannot be reached ({reason}); it is tried again until you interrupt.");
        }
    }

    private PlanSeal Seal => Access.Seal ?? throw new UserErrorException(
        $"The study's plan is sealed with its owner's key, and {Access.Source} names none: state owner_key there.");
}
