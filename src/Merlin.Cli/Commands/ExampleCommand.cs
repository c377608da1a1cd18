using System.CommandLine;
using Merlin.Cli.Examples;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin example</c>: lists the examples, or copies one.</summary>
internal static class ExampleCommand
{
    private const string List = "list";

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var workflow = new Argument<string>("workflow")
        {
            Description = "The example to copy, or 'list' to see what there is.",
            HelpName = "NAME|list",
        };
        workflow.CompletionSources.Add(static _ =>
            ExampleLibrary.OfProgram().All().Select(static entry => entry.Key).Prepend(List));
        var path = new Option<string?>("--path", "-p")
        {
            Description = "Where to copy it to (default: the example's own name, here).",
            HelpName = "DIR",
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("example", "List the examples, or copy one to run and change.") { workflow, path, json };
        command.SetAction(result =>
        {
            bool forProgram = result.GetValue(json);
            terminal.ShowBanner(forProgram);
            ExampleLibrary library = ExampleLibrary.OfProgram();
            string name = result.GetRequiredValue(workflow);
            if (name == List)
            {
                terminal.Show(new ExampleList(library.All()), forProgram);
            }
            else
            {
                terminal.Show(new CopiedExample(name, library.Copy(name, result.GetValue(path))), forProgram);
            }

            return ExitCode.Success;
        });
        return command;
    }
}
