using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Provenance;

/// <summary>Writes the copies of a spec that a study keeps.</summary>
internal static class SpecCopy
{
    /// <summary>The tree as a YAML text that reads back as the same spec.</summary>
    /// <exception cref="SpecException">The text would not read back, so that the study could not be restarted.</exception>
    public static string Write(YamlMapping tree, string file)
    {
        string text = new YamlWriter().Write(tree);
        try
        {
            _ = YamlDocument.Read(text);
            return text;
        }
        catch (YamlReadException problem)
        {
            throw new SpecException(new SpecProblem(
                file, 0, 0, "", $"the expanded spec cannot be kept as a file that reads back: {problem.Message}"));
        }
    }
}
