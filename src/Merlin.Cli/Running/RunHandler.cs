using Merlin.Cli.Screen;

namespace Merlin.Cli.Running;

/// <summary>Executes <c>merlin run</c>.</summary>
/// <param name="options">What was asked.</param>
/// <param name="terminal">Where answers and log go.</param>
/// <returns>The exit status.</returns>
internal delegate Task<int> RunHandler(RunOptions options, Terminal terminal);
