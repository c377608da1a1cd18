using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>An entry of <c>global.parameters</c>.</summary>
/// <param name="Key">The parameter's key, as in <c>$(KEY)</c>.</param>
/// <param name="Name">What replaces <c>$(KEY.name)</c>; the key, if nothing else is said.</param>
/// <param name="Label">What replaces <c>$(KEY.label)</c>, with <c>%%</c> for the value.</param>
/// <param name="Values">The values, one for each combination; <see cref="PythonText.Of(YamlNode)"/> gives their texts.</param>
/// <param name="Mark">Where the parameter is defined.</param>
public sealed record ParameterSpec(
    string Key,
    string Name,
    string Label,
    IReadOnlyList<YamlNode> Values,
    YamlMark Mark = default);
