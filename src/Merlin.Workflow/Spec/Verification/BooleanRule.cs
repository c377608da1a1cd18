using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>A boolean, or perhaps one token that stands for it.</summary>
internal sealed class BooleanRule : SpecRule
{
    /// <summary>Whether the value may be exactly one token <c>$(NAME)</c>.</summary>
    public bool AllowsToken { get; init; }

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        bool isToken = AllowsToken && node is YamlScalar { IsString: true } scalar && SpecToken.IsOne(scalar.Text);
        if (!isToken && node is not YamlScalar { Value: bool })
        {
            Refuse(node, key, AllowsToken ? "must be true, false or one token $(NAME)" : "must be true or false", report);
        }
    }
}
