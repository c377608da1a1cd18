using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Flux;
using Merlin.Posix;
using Merlin.Worker;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Microsoft.Extensions.Logging;

namespace Merlin.Cli.Invocation;

/// <summary>An exception that ended a command, as the user is told of it.</summary>
internal sealed class Failure
{
    private readonly Exception _cause;

    /// <summary>A failure.</summary>
    public Failure(Exception cause) => _cause = cause;

    /// <summary>The sentences that tell it.</summary>
    public IReadOnlyList<string> Messages => _cause switch
    {
        SpecException spec => [.. spec.Problems.Where(static problem => problem.Severity == SpecSeverity.Error)
            .Select(static problem => problem.ToString())],
        UserErrorException or SampleFileException or StoreException or WorkspaceLockedException
            or RequestRefusedException or BrokerUnavailableException or SealException
            or HostFaultException or WorkerException or FluxException or FluxUnavailableException or InterruptedException => [_cause.Message],
        PosixException => [$"The system refused what merlin needs to do its work: {_cause.Message}."],
        UnauthorizedAccessException or IOException => [FileTrouble.Describe(_cause)],
        _ => [$"merlin met an error of its own ({_cause.GetType().Name}). "
            + "Please report it, with what '--level debug' before the command prints."],
    };

    /// <summary>Tells the user, and a reading program if there is one.</summary>
    /// <returns>The exit status.</returns>
    public int Report(Terminal terminal, bool json)
    {
        // A misspelled key is only a warning, and often the reason for the error that another one is missing.
        terminal.Warn((_cause as SpecException)?.Problems.Where(static problem => problem.Severity == SpecSeverity.Warning) ?? []);
        foreach (string message in Messages)
        {
            terminal.Log.Error(message);
        }

        terminal.Log.Write(LogLevel.Debug, _cause.ToString());
        if (json)
        {
            WriteJson(terminal, Messages);
        }

        return _cause is InterruptedException ? ExitCode.Interrupted : ExitCode.Error;
    }

    /// <summary>Tells a reading program what went wrong: an object with the sentences in <c>errors</c>.</summary>
    public static void WriteJson(Terminal terminal, IEnumerable<string> messages) => terminal.WriteJsonLine(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            foreach (string message in messages)
            {
                writer.WriteStringValue(message);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: false);
}
