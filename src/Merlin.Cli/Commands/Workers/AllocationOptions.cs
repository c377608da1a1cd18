using System.CommandLine;
using System.CommandLine.Parsing;
using Merlin.Cli.Allocations;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Commands.Workers;

/// <summary>The options that say what kind of allocation is asked for.</summary>
internal sealed class AllocationOptions
{
    private readonly Option<TimeSpan?> _time = new("--time")
    {
        Description = "How long an allocation may last: seconds, mm:ss, hh:mm:ss or d:hh:mm:ss (default: batch.walltime).",
        HelpName = "TIME",
        CustomParser = ReadTime,
    };

    private readonly Option<string?> _queue = new("--queue")
    {
        Description = "The batch system's queue or partition (default: batch.queue).",
        HelpName = "QUEUE",
    };

    private readonly Option<string?> _bank = new("--bank")
    {
        Description = "The bank or account that is charged (default: batch.bank).",
        HelpName = "BANK",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_time);
        command.Add(_queue);
        command.Add(_bank);
    }

    /// <summary>Reads them.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="nodes">How many nodes an allocation has.</param>
    public AllocationWish Read(ParseResult result, int nodes) => new()
    {
        Nodes = nodes,
        Time = result.GetValue(_time),
        Queue = result.GetValue(_queue),
        Bank = result.GetValue(_bank),
    };

    /// <summary>The option among them that was given, or null.</summary>
    public string? AnyGiven(ParseResult result) =>
        ((Option[])[_time, _queue, _bank]).FirstOrDefault(option => result.GetResult(option) is not null)?.Name;

    private static TimeSpan? ReadTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Walltime.TryParse(text, out long seconds) && seconds > 0)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError($"--time takes a duration such as 3600, 90:00 or 1:30:00, not '{text}'.");
        return null;
    }
}
