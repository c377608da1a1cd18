using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Invocation;
using Merlin.Cli.Queues;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Queues;

/// <summary><c>merlin purge</c>: removes the tasks that wait in the queues of a spec's steps.</summary>
internal static class PurgeCommand
{
    private const string Question = "Are you sure you want to delete all tasks? [y/N] ";

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> specification = CommonOptions.Specification();
        Option<string[]> steps = CommonOptions.Steps("Remove the tasks in the queues of these steps");
        Option<string[]> vars = CommonOptions.Vars();
        var force = new Option<bool>("--force", "-f") { Description = "Ask nothing." };
        var command = new Command("purge", "Remove the tasks that wait in the queues of a spec; what runs goes on.")
        {
            specification,
            force,
            steps,
            vars,
        };
        return BrokerOptions.Complete(
            command,
            terminal,
            result => (
                Queues: StepQueues.Read(
                    result.GetRequiredValue(specification), result.GetValue(vars) ?? [], result.GetRequiredValue(steps), terminal),
                Force: result.GetValue(force)),
            static (request, call) => ExecuteAsync(request.Queues, request.Force, call));
    }

    private static async Task ExecuteAsync(IReadOnlyList<string> queues, bool force, BrokerCall call)
    {
        if (!force && !await MayPurgeAsync(call))
        {
            call.Terminal.Log.Info("Nothing is removed.");
            return;
        }

        string[] names = [.. queues.Select(call.QueueNames.Of)];
        QueuePurged purged = await call.AskAsync<QueuePurged>(number => new QueuePurge(number, names));
        call.Show(new PurgeReport(purged.Tasks, names));
    }

    private static async Task<bool> MayPurgeAsync(BrokerCall call)
    {
        if (call.Json)
        {
            throw new UserErrorException("With --json nothing is asked: give --force to remove the tasks.");
        }

        // The answer is read elsewhere, so that an interruption need not wait for it.
        string? answer = await Task.Run(() => call.Terminal.Ask(Question), call.Stop).WaitAsync(call.Stop);
        return answer?.ToUpperInvariant() is "Y" or "YES";
    }
}
