using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies.Remote;

/// <summary>A study's plan as a broker has it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Revision">0 as submitted, one more for each extension.</param>
internal sealed record RemotePlan(StudyPlan Plan, int Revision)
{
    /// <summary>Reads the plan of a study.</summary>
    /// <exception cref="RequestRefusedException">There is no such study for the asker.</exception>
    /// <exception cref="SealException">It is sealed with another owner's key.</exception>
    /// <exception cref="UserErrorException">It is sealed, and there is no key here; or it is no plan.</exception>
    public static async Task<RemotePlan> ReadAsync(BrokerSession session, StudyId study, CancellationToken stop)
    {
        PlanReply reply = await session.Client.ReadPlanAsync(study, stop);
        return new RemotePlan(session.OpenPlan(reply.Plan), reply.Revision);
    }

    /// <summary>Reads the plan; where it may not be read, as of another user's study, an outline takes its place.</summary>
    /// <param name="session">The broker.</param>
    /// <param name="study">The study.</param>
    /// <param name="terminal">Warned of an outline.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<StudyPlan> ReadOrOutlineAsync(
        BrokerSession session, StudyId study, Terminal terminal, CancellationToken stop)
    {
        try
        {
            return (await ReadAsync(session, study, stop)).Plan;
        }
        catch (Exception e) when (e is UserErrorException or SealException or RequestRefusedException)
        {
            terminal.Log.Warning($"The study's plan cannot be read; only names and numbers are known. {e.Message}");
            return OutlinePlan.Of((await session.AskAsync<StudyStatusAnswer>(
                number => new StudyStatusRequest(number, study), stop)).Status);
        }
    }
}
