using System.CommandLine;
using Merlin.Cli.Queues;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Queues;

/// <summary><c>merlin monitor</c>: stays until a spec's queues have nothing left to do.</summary>
internal static class MonitorCommand
{
    private const int DefaultSleep = 60;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> specification = CommonOptions.Specification();
        Option<string[]> steps = CommonOptions.Steps("Watch only the queues of these steps");
        Option<string[]> vars = CommonOptions.Vars();
        Option<int?> sleep = CommonOptions.Number("--sleep", minimum: 1);
        sleep.HelpName = "SECONDS";
        sleep.Description = $"How long to wait before the first look and between looks (default: {DefaultSleep}).";
        var command = new Command(
            "monitor", "Stay until no tasks are left in the queues of a spec: keeps an allocation alive for its workers.")
        {
            specification,
            steps,
            vars,
            CommonOptions.TaskServer(),
            sleep,
        };
        return BrokerOptions.Complete(
            command,
            terminal,
            result => (
                Queues: StepQueues.Read(
                    result.GetRequiredValue(specification), result.GetValue(vars) ?? [], result.GetRequiredValue(steps), terminal),
                Sleep: TimeSpan.FromSeconds(result.GetValue(sleep) ?? DefaultSleep)),
            static (request, call) => new QueueMonitor(
                call, [.. request.Queues.Select(call.QueueNames.Of)], request.Sleep).WatchAsync());
    }
}
