using System.CommandLine;
using Merlin.Cli.Completion;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin completion</c>: prints the script that teaches a shell our command line.</summary>
internal static class CompletionCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new Command("completion", "Print a script that completes merlin's command line in a shell.")
        {
            shell,
        };
        command.SetAction(result =>
        {
            terminal.Out.Write(CompletionScripts.For(result.GetRequiredValue(shell)));
            return ExitCode.Success;
        });
        return command;
    }
}
