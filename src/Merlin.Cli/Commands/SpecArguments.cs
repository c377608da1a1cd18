using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;

namespace Merlin.Cli.Commands;

/// <summary>The spec of a new study on the command line, and the options that override what is in it.</summary>
internal sealed class SpecArguments
{
    private static readonly string[] SampleExtensions = [".npy", ".csv", ".tab"];

    private readonly Argument<string> _specification = CommonOptions.Specification();
    private readonly Option<string[]> _vars = CommonOptions.Vars();
    private readonly Option<bool> _statusFiles = CommonOptions.StatusFiles();
    private readonly Option<string?> _samplesFile = new("--samplesfile")
    {
        Description = "Take the samples from this .npy, .csv or .tab file instead of the spec's.",
        HelpName = "FILE",
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

    /// <summary>Adds the spec and the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_specification);
        command.Add(_vars);
        command.Add(_samplesFile);
        command.Add(_generator);
        command.Add(_generatorArguments);
        command.Add(_strict);
        command.Add(_statusFiles);
    }

    /// <summary>Absolute path of the spec.</summary>
    /// <exception cref="UserErrorException">Nothing is there.</exception>
    public string PathOf(ParseResult result) =>
        UserPath.ExistingFile(result.GetRequiredValue(_specification), "The spec file");

    /// <summary>Adds what the options say.</summary>
    /// <typeparam name="T">What else the command is told.</typeparam>
    /// <param name="result">The command line.</param>
    /// <param name="options">What the command was told otherwise.</param>
    /// <exception cref="UserErrorException">A file is not there or of the wrong kind, or options contradict each other.</exception>
    public T Complete<T>(ParseResult result, T options)
        where T : SpecOptions => (T)(options with
        {
            Variables = result.GetValue(_vars) ?? [],
            SamplesFile = ReadSamplesFile(result.GetValue(_samplesFile)),
            ParameterGenerator = result.GetValue(_generator) is { } file
                ? UserPath.ExistingFile(file, "The parameter generator")
                : null,
            GeneratorArguments = ReadGeneratorArguments(result),
            Strict = result.GetValue(_strict),
            StatusFiles = result.GetValue(_statusFiles),
        });

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
