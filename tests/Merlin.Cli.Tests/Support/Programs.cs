using Merlin.Cli.Commands;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Tests.Support;

/// <summary>The program in this process, with handlers that remember what they were asked for.</summary>
internal sealed class Programs
{
    private readonly List<RunOptions> _runs = [];
    private readonly List<RestartOptions> _restarts = [];

    public IReadOnlyList<RunOptions> Runs => _runs;

    public IReadOnlyList<RestartOptions> Restarts => _restarts;

    public TestTerminal Screen { get; init; } = new();

    public static CommandTree Tree(Terminal terminal, params string[] words) =>
        CommandTree.Create(terminal, static (_, _) => Task.FromResult(0), static (_, _) => Task.FromResult(0), words);

    public Task<int> RunAsync(params string[] words)
    {
        RunHandler run = (options, _) =>
        {
            _runs.Add(options);
            return Task.FromResult(0);
        };
        RestartHandler restart = (options, _) =>
        {
            _restarts.Add(options);
            return Task.FromResult(0);
        };
        return new MerlinProgram(Screen.Terminal, CommandTree.Create(Screen.Terminal, run, restart, words)).RunAsync(words);
    }
}
