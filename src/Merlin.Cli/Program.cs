using Merlin.Cli.Commands;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;

Terminal terminal = Terminal.OfProcess();
RunHandler run = static (_, _) => throw new UserErrorException("This build cannot run studies.");
RestartHandler restart = static (_, _) => throw new UserErrorException("This build cannot run studies.");
return await new MerlinProgram(terminal, CommandTree.Create(terminal, run, restart)).RunAsync(args);
