using System.CommandLine;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers.Trees;

namespace Merlin.Cli.Commands.Workers;

/// <summary><c>merlin agent</c>: what runs in an instance that a further agent splits. Started by 'run-workers' only.</summary>
internal static class AgentCommand
{
    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string> agent = new("--agent")
        {
            Description = "The agent to lease from, as --broker names a broker.",
            HelpName = "FILE",
            Required = true,
        };
        Option<string> order = new("--order")
        {
            Description = "What to do, as 'run-workers' writes it.",
            HelpName = "JSON",
            Required = true,
        };
        var command = new Command("agent", "Split a part of an allocation further; 'run-workers' starts this.") { agent, order };
        command.Hidden = true;
        command.SetAction(result => AgentRun.ExecuteAsync(
            result.GetRequiredValue(agent), TreeOrder.Parse(result.GetRequiredValue(order)), terminal));
        return command;
    }
}
