using Merlin.Workflow.Spec;

namespace Merlin.Cli.Running;

internal static class ParameterScript
{
    public static IReadOnlyList<ParameterSpec> Run(string script, IReadOnlyList<KeyValuePair<string, string>> arguments, StudySpec spec) => [];
}
