using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Hosting;

/// <summary>A producer's line to a host in this process.</summary>
internal sealed class Asker(BrokerHost host, ClientIdentity identity) : IDisposable
{
    public Asker(BrokerHost host, string user = "me")
        : this(host, ClientIdentity.OfThisUser(user))
    {
    }

    public BrokerClient Client { get; } = new(listener => host.Connect(identity, listener));

    public async Task<StudyId> SubmitAsync(StudySubmission submission) =>
        (await AskAsync<StudyAccepted>(number => new StudySubmit(number, submission))).Study;

    public Task<T> AskAsync<T>(Func<long, ProducerRequest> ask)
        where T : RequestAnswer => Client.AskAsync<T>(ask, CancellationToken.None);

    public Task<RequestRefusedException> RefusedAsync(Func<long, ProducerRequest> ask) =>
        Assert.ThrowsAsync<RequestRefusedException>(() => AskAsync<RequestAnswer>(ask));

    public Task<StudyEnd> EndOfAsync(StudyId study) => Client.WatchAsync(study, CancellationToken.None);

    public void Dispose() => Client.Dispose();
}
