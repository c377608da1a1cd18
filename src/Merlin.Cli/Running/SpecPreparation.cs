using System.Collections;
using System.Globalization;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Running;

/// <summary>A spec that was read for a command line, and can be expanded for studies that begin at some time.</summary>
internal sealed class SpecPreparation
{
    private const string TimestampFormat = "yyyyMMdd-HHmmss";
    private readonly SpecOptions _options;
    private IReadOnlyList<ParameterSpec>? _parameters;

    private SpecPreparation(SpecOptions options, SpecFile file)
    {
        _options = options;
        File = file;
    }

    /// <summary>The spec as it was read.</summary>
    public SpecFile File { get; }

    /// <summary>Reads the spec, and has its parameters generated where that was asked for.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where warnings go; gives the time.</param>
    /// <param name="stop">Ends the command that generates parameters.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="SpecException">The spec is wrong; holds all problems.</exception>
    /// <exception cref="UserErrorException">The parameters cannot be generated.</exception>
    public static SpecPreparation Read(SpecOptions options, Terminal terminal, CancellationToken stop)
    {
        SpecFile file = SpecFile.Load(options.Specification, new SpecLoadOptions
        {
            Strict = options.Strict,
            Variables = options.Variables,
            HasSamplesFile = options.SamplesFile is not null,
        });
        var preparation = new SpecPreparation(options, file);
        if (options.ParameterGenerator is { } script)
        {
            EnvSpec env = preparation.Expand(terminal.Clock.GetLocalNow()).Spec.Env;
            preparation._parameters = ParameterScript.Run(script, options.GeneratorArguments, env, stop);
        }

        terminal.Warn(file.Warnings);
        return preparation;
    }

    /// <summary>Fills in the variables for a study that begins at a time.</summary>
    /// <exception cref="SpecException">The expanded spec cannot be used.</exception>
    public ExpandedSpec Expand(DateTimeOffset time) =>
        SpecExpander.Expand(File, new ExpansionContext
        {
            CurrentDirectory = Environment.CurrentDirectory,
            Timestamp = time.ToString(TimestampFormat, CultureInfo.InvariantCulture),
            Environment = Variables(),
            HomeDirectory = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            SamplesFile = _options.SamplesFile,
            ParameterOverride = _parameters,
        });

    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? string.Empty);
}
