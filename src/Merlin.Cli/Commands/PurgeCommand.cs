using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin purge</c>: checks what is to be removed. A run in one process keeps nothing queued on a broker.</summary>
internal static class PurgeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> specification = CommonOptions.Specification();
        Option<string[]> steps = CommonOptions.Steps("Remove the tasks of these steps");
        Option<string[]> vars = CommonOptions.Vars();
        Option<bool> json = CommonOptions.Json();
        var force = new Option<bool>("--force", "-f") { Description = "Ask nothing." };
        var command = new Command("purge", "Remove the waiting tasks of a study from its broker.")
        {
            specification,
            force,
            steps,
            vars,
            json,
        };
        command.SetAction(result =>
        {
            string path = UserPath.ExistingFile(result.GetRequiredValue(specification), "The spec file");
            string[] existing = [.. SpecReading.Expand(path, result.GetValue(vars) ?? [], Environment.CurrentDirectory, terminal)
                .Spec.Steps.Select(static step => step.Name)];
            RefuseUnknown(result.GetRequiredValue(steps), existing);
            NoBroker.RefuseToPurge();
        });
        return command;
    }

    private static void RefuseUnknown(string[] wanted, string[] existing)
    {
        string[] unknown = [.. wanted.Where(step => step != CommonOptions.AllSteps && !existing.Contains(step))];
        if (unknown.Length > 0)
        {
            throw new UserErrorException(
                $"The spec has no step '{string.Join("', '", unknown)}'. Its steps: {string.Join(", ", existing)}.");
        }
    }
}
