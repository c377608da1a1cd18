using System.Text;
using Merlin.Cli.Invocation;
using Merlin.Workflow.Expansion.Generator;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Running;

/// <summary>Runs a user's Python file that generates the parameters of a study (<c>--pgen</c>).</summary>
internal static class ParameterScript
{
    private const string Python = "python3";
    private const int NotFound = 127;

    /// <summary>The parameters that the file generates.</summary>
    /// <param name="file">Absolute path of the user's file.</param>
    /// <param name="arguments">The words of <c>--pargs</c>.</param>
    /// <param name="env">The spec's variables, which the file may look up.</param>
    /// <param name="stop">Ends the script.</param>
    /// <exception cref="OperationCanceledException">The script was stopped.</exception>
    /// <exception cref="UserErrorException">There is no Python, or the file failed.</exception>
    /// <exception cref="SpecException">What it generated cannot be used.</exception>
    public static IReadOnlyList<ParameterSpec> Run(
        string file, IReadOnlyList<KeyValuePair<string, string>> arguments, EnvSpec env, CancellationToken stop)
    {
        (int exit, string output, string error) = ShellCommand.Capture(
            Python,
            ["-c", GeneratorRequest.Program()],
            Environment.CurrentDirectory,
            stop,
            GeneratorRequest.Input(file, env, arguments));
        return exit switch
        {
            0 => GeneratedParameters.Parse(Encoding.UTF8.GetBytes(output), file),
            NotFound => throw new UserErrorException($"--pgen needs {Python}, and it is not on PATH."),
            _ => throw new UserErrorException($"--pgen {file}: {error.TrimEnd().Split('\n')[^1]}"),
        };
    }
}
