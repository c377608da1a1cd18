using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin run</c>: its options, and the checks that need no spec.</summary>
internal sealed class RunCommand
{
    private static readonly string[] SampleExtensions = [".npy", ".csv", ".tab"];

    private readonly Argument<string> _specification = CommonOptions.Specification();
    private readonly Option<bool> _local = CommonOptions.Local();
    private readonly Option<bool> _wait = CommonOptions.Wait();
    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly Option<int?> _concurrency = CommonOptions.Concurrency();
    private readonly Option<string[]> _vars = CommonOptions.Vars();
    private readonly Option<bool> _statusFiles = CommonOptions.StatusFiles();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _samplesFile = new("--samplesfile")
    {
        Description = "Take the samples from this .npy, .csv or .tab file instead of the spec's.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _dry = new("--dry")
    {
        Description = "Make the workspace, its directories and scripts, and run nothing.",
    };

    private readonly Option<bool> _noErrors = new("--no-errors")
    {
        Description = "Go on when the spec asks for Flux and Flux is not here.",
    };

    private readonly Option<string?> _generator = new("--pgen")
    {
        Description = "A Python file whose get_custom_generator(env, **kwargs) makes the parameters.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _generatorArguments = new("--pargs")
    {
        Description = "An argument for the parameter generator; may be given several times.",
        HelpName = "KEY:VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Treat keys of the spec that mean nothing here as errors.",
    };

    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    /// <param name="run">Executes it.</param>
    public static Command Create(Terminal terminal, RunHandler run)
    {
        var definition = new RunCommand();
        var command = new Command("run", "Run a study.")
        {
            definition._specification,
            definition._local,
            definition._concurrency,
            definition._wait,
            definition._broker,
            definition._vars,
            definition._samplesFile,
            definition._dry,
            definition._noErrors,
            definition._generator,
            definition._generatorArguments,
            definition._strict,
            definition._statusFiles,
            definition._json,
        };
        command.SetAction(result =>
        {
            RunOptions options = definition.Read(result);
            terminal.ShowBanner(options.Json);
            return run(options, terminal);
        });
        return command;
    }

    private RunOptions Read(ParseResult result) => new()
    {
        Specification = UserPath.ExistingFile(result.GetRequiredValue(_specification), "The spec file"),
        Local = result.GetValue(_local),
        Wait = result.GetValue(_wait),
        Broker = result.GetValue(_broker),
        Concurrency = result.GetValue(_concurrency),
        Dry = result.GetValue(_dry),
        NoErrors = result.GetValue(_noErrors),
        Variables = result.GetValue(_vars) ?? [],
        SamplesFile = ReadSamplesFile(result.GetValue(_samplesFile)),
        ParameterGenerator = result.GetValue(_generator) is { } file
            ? UserPath.ExistingFile(file, "The parameter generator")
            : null,
        GeneratorArguments = ReadGeneratorArguments(result),
        Strict = result.GetValue(_strict),
        StatusFiles = result.GetValue(_statusFiles),
        Json = result.GetValue(_json),
    };

    private static string? ReadSamplesFile(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string path = UserPath.ExistingFile(text, "The samples file");
        return SampleExtensions.Contains(Path.GetExtension(path))
            ? path
            : throw new UserErrorException(
                $"The samples file '{text}' must end in {string.Join(", ", SampleExtensions)}.");
    }

    private List<KeyValuePair<string, string>> ReadGeneratorArguments(ParseResult result)
    {
        string[] texts = result.GetValue(_generatorArguments) ?? [];
        if (texts.Length > 0 && result.GetValue(_generator) is null)
        {
            throw new UserErrorException("--pargs gives arguments to a parameter generator; name one with --pgen.");
        }

        return [.. texts.Select(static text => text.Split(':', 2) is [var key, var value]
            ? KeyValuePair.Create(key, value)
            : throw new UserErrorException($"--pargs takes KEY:VALUE, and '{text}' has no colon."))];
    }
}
