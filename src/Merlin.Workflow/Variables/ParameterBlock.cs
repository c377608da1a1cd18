using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Variables;

/// <summary>Writes parameters that come from outside as the block <c>global.parameters</c>.</summary>
internal static class ParameterBlock
{
    public static YamlMapping Of(IReadOnlyList<ParameterSpec> parameters) => YamlMapping.Of(
        parameters.Select(parameter => new YamlEntry(YamlScalar.Plain(parameter.Key), Body(parameter))));

    private static YamlMapping Body(ParameterSpec parameter)
    {
        YamlMapping body = YamlMapping.Empty
            .With("values", new YamlSequence(parameter.Values))
            .With("label", Text(parameter.Label));
        return parameter.Name == parameter.Key ? body : body.With("name", Text(parameter.Name));
    }

    private static YamlScalar Text(string text)
    {
        var plain = YamlScalar.Plain(text);
        return plain.IsString ? plain : YamlScalar.Quoted(text);
    }
}
