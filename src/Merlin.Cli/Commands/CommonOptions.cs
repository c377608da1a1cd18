using System.CommandLine;
using System.Globalization;

namespace Merlin.Cli.Commands;

/// <summary>Options that several commands have, spelled and told the same everywhere.</summary>
internal static class CommonOptions
{
    /// <summary>The option that asks for output for programs.</summary>
    public const string JsonName = "--json";

    /// <summary>Asks for output for programs.</summary>
    public static Option<bool> Json() => new(JsonName)
    {
        Description = "Write the answer as JSON on standard output, for programs; errors too.",
    };

    /// <summary>Overrides of variables.</summary>
    public static Option<string[]> Vars() => new("--vars")
    {
        Description = "Override variables of the spec; several may follow, so name the spec first.",
        HelpName = "KEY=VALUE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Steps of the spec.</summary>
    /// <param name="purpose">What is done with them.</param>
    public static Option<string[]> Steps(string purpose) => new("--steps")
    {
        Description = $"{purpose}.",
        HelpName = "STEP",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = static _ => [AllSteps],
    };

    /// <summary>What stands for every step.</summary>
    public const string AllSteps = "all";

    /// <summary>Runs in this process.</summary>
    public static Option<bool> Local() => new("--local")
    {
        Description = "Run the study here, in this process, instead of sending it to a broker.",
    };

    /// <summary>Stays until the end.</summary>
    public static Option<bool> Wait() => new("--wait")
    {
        Description = "Stay until the study has ended, show its progress, and let the exit status tell how it ended.",
    };

    /// <summary>Tasks at once.</summary>
    public static Option<int?> Concurrency()
    {
        Option<int?> option = Number("--concurrency", minimum: 1);
        option.Description = "With --local: how many tasks run at once (default: the cores that this process may use).";
        return option;
    }

    /// <summary>An option whose value is a whole number; anything else is refused in words that say so.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="minimum">The least number that is taken.</param>
    /// <param name="maximum">The largest number that is taken.</param>
    public static Option<int?> Number(string name, int minimum = int.MinValue, int maximum = int.MaxValue) => new(name)
    {
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            {
                result.AddError($"{name} takes a whole number, not '{text}'.");
                return null;
            }

            if (number < minimum)
            {
                result.AddError($"{name} must be at least {minimum}, not {number}.");
                return null;
            }

            if (number > maximum)
            {
                result.AddError($"{name} must be at most {maximum}, not {number}.");
                return null;
            }

            return number;
        },
    };

    /// <summary>Status files for all.</summary>
    public static Option<bool> StatusFiles() => new("--status-files")
    {
        Description = "Keep a MERLIN_STATUS.json for every task, also in steps of more than 10000 tasks.",
    };

    /// <summary>Chooses the broker.</summary>
    public static Option<string?> Broker() => new("--broker")
    {
        Description = "The broker to work with: a configuration file (app.yaml), or an ipc:// address.",
        HelpName = "FILE",
    };

    /// <summary>Accepted from command lines of other Merlins.</summary>
    public static Option<string> TaskServer() => new("--task_server", "--task-server")
    {
        Description = "Accepted as other Merlins have it; there is one kind of task server here.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "celery",
    };

    /// <summary>The spec file.</summary>
    public static Argument<string> Specification() => new("specification")
    {
        Description = "The spec, a YAML file.",
    };
}
