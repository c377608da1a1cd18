using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Invocation;
using Merlin.Cli.Queues;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Queues;

/// <summary><c>merlin queue-info</c>: what waits in queues and who serves them.</summary>
internal sealed class QueueInfoCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _dump = new("--dump")
    {
        Description = "Write the queues to this .csv or .json file instead; an existing file is added to.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _queues = new("--specific-queues")
    {
        Description = "Show these queues, named with or without their tag (default: all that have a worker).",
        HelpName = "QUEUE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _spec = new("--spec") { Description = "Show the queues of this spec.", HelpName = "FILE" };
    private readonly Option<string[]> _steps = CommonOptions.Steps("With --spec: only the queues of these steps");
    private readonly Option<string[]> _vars = CommonOptions.Vars();

    private QueueInfoCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var definition = new QueueInfoCommand(terminal);
        var command = new Command("queue-info", "Show how many tasks wait in queues, and how many workers serve them.")
        {
            definition._dump,
            definition._queues,
            CommonOptions.TaskServer(),
            definition._spec,
            definition._steps,
            definition._vars,
        };
        return BrokerOptions.Complete(command, terminal, definition.Read, ExecuteAsync);
    }

    private (IReadOnlyList<string>? Queues, DumpFile? Dump) Read(ParseResult result)
    {
        DumpFile? dump = result.GetValue(_dump) is { } name ? DumpFile.Named(name) : null;
        string[]? named = result.GetValue(_queues);
        if (result.GetValue(_spec) is { } spec)
        {
            IReadOnlyList<string> ofSpec =
                StepQueues.Read(spec, result.GetValue(_vars) ?? [], result.GetRequiredValue(_steps), _terminal);
            return ([.. ofSpec, .. named ?? []], dump);
        }

        RefuseWithoutSpec(result, _steps);
        RefuseWithoutSpec(result, _vars);
        return (named is { Length: > 0 } ? named : null, dump);
    }

    private static void RefuseWithoutSpec(ParseResult result, Option option)
    {
        if (result.GetResult(option) is { Implicit: false })
        {
            throw new UserErrorException($"{option.Name} is about a spec; name one with --spec.");
        }
    }

    private static async Task ExecuteAsync((IReadOnlyList<string>? Queues, DumpFile? Dump) request, BrokerCall call)
    {
        IReadOnlyList<QueueSummary> queues = request.Queues is { } named
            ? await NamedAsync([.. named.Select(call.QueueNames.Meant).Distinct()], call)
            : await ActiveAsync(call);
        DateTimeOffset now = call.Terminal.Clock.GetLocalNow();
        if (queues.Count == 0 && !call.Json)
        {
            call.Terminal.Log.Warning("No active queues found: no worker of yours serves one; --spec and --specific-queues show others.");
        }
        else if (request.Dump is { } file)
        {
            call.Terminal.Log.Info(file.Write(new QueueDump(queues, now)));
        }
        else
        {
            call.Show(new QueueReport(queues, now));
        }
    }

    private static async Task<IReadOnlyList<QueueSummary>> ActiveAsync(BrokerCall call) =>
        [.. (await call.AskAsync<QueueList>(static number => new QueueListRequest(number, []))).Queues
            .Where(static queue => queue.Consumers > 0)];

    // What the broker has never heard of has nothing in it and nobody at it.
    private static async Task<IReadOnlyList<QueueSummary>> NamedAsync(string[] names, BrokerCall call)
    {
        QueueList known = await call.AskAsync<QueueList>(number => new QueueListRequest(number, names));
        return [.. names.Select(name => known.Queues.FirstOrDefault(queue => queue.Queue == name)
            ?? new QueueSummary(name, Waiting: 0, Ready: 0, Leased: 0, Running: 0, Consumers: 0))];
    }
}
