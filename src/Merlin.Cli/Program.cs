using Merlin.Cli.Commands;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;

Terminal terminal = Terminal.OfProcess();
CommandTree tree = CommandTree.Create(terminal, RunStudy.ExecuteAsync, RestartStudy.ExecuteAsync, args);
return await new MerlinProgram(terminal, tree).RunAsync(args);
