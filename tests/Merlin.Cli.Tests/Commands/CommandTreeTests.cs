using System.CommandLine;
using Merlin.Cli.Commands;
using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Commands;

public sealed class CommandTreeTests
{
    [Fact]
    public void Everything_has_help() => Assert.All(Commands(), static command =>
    {
        Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
        Assert.All(command.Options, option => Assert.False(
            string.IsNullOrWhiteSpace(option.Description), $"{command.Name} {option.Name}"));
        Assert.All(command.Arguments, argument => Assert.False(
            string.IsNullOrWhiteSpace(argument.Description), $"{command.Name} {argument.Name}"));
    });

    [Fact]
    public void No_two_options_of_a_command_share_a_name() => Assert.All(Commands(), static command =>
    {
        string[] names = [.. command.Options.SelectMany(static option => option.Aliases.Prepend(option.Name))];
        Assert.Equal(names.Distinct(), names);
    });

    [Fact]
    public async Task Every_command_shows_its_help()
    {
        // A hidden command is for other commands to start, and has none.
        foreach (string[] path in Commands().Where(static command => !command.Hidden).Select(static command => CommandTree.PathOf(command).ToArray()))
        {
            var program = new Programs();
            Assert.Equal(ExitCode.Success, await program.RunAsync([.. path, "--help"]));
            Assert.Contains("Usage:", program.Screen.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_shows_something_can_show_it_to_programs() => Assert.All(
        Commands().Where(static command => command is not RootCommand && command.Name != "completion" && !OnlyActs(command)),
        static command => Assert.Contains(command.Options, static option => option.Name == "--json"));

    [Fact]
    public void A_command_line_that_begins_with_a_command_has_the_same_one_and_no_other()
    {
        foreach (Command command in Programs.Tree(new TestTerminal().Terminal).Root.Subcommands)
        {
            Command only = Assert.Single(Programs.Tree(new TestTerminal().Terminal, command.Name, "--help").Root.Subcommands);
            Assert.Equal((command.Name, command.Description), (only.Name, only.Description));
        }
    }

    // What a server or a configuration is told to do has no answer but the exit status; a worker has none but its log.
    private static bool OnlyActs(Command command) => CommandTree.PathOf(command).First() is "server" or "config" or "worker" or "agent"
        && command.Name is not ("status" or "list");

    private static IEnumerable<Command> Commands()
    {
        RootCommand root = Programs.Tree(new TestTerminal().Terminal).Root;
        return root.Subcommands.SelectMany(static command => command.Subcommands.Prepend(command)).Prepend(root);
    }
}
