using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Running.Distributed;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Commands;

/// <summary>One command's conversation with a broker.</summary>
/// <param name="Session">The line.</param>
/// <param name="Terminal">Where answers and log go.</param>
/// <param name="Json">Whether a program asked.</param>
/// <param name="Stop">Ends every wait: a person interrupted the command.</param>
internal sealed record BrokerCall(BrokerSession Session, Terminal Terminal, bool Json, CancellationToken Stop)
{
    /// <summary>Asks the broker.</summary>
    public Task<T> AskAsync<T>(Func<long, ProducerRequest> ask)
        where T : RequestAnswer => Session.AskAsync<T>(ask, Stop);

    /// <summary>Names of queues on the broker.</summary>
    public QueueNames QueueNames => new(Session.Access.QueueTag);

    /// <summary>Finds the study that a word means.</summary>
    public Task<StudySummary> FindStudyAsync(string text) => new StudyFinder(Session, Terminal.Log).FindAsync(text, Stop);

    /// <summary>Shows an answer in the form that was asked for.</summary>
    public void Show(IAnswer answer) => Terminal.Show(answer, Json);
}
