using Merlin.Cli.Screen;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Studies;

/// <summary>A step that a study's spec names, whether or not anything of it was found.</summary>
/// <param name="Name">The step's name.</param>
/// <param name="Tasks">How many tasks it is to have; 0 when nobody knows.</param>
internal sealed record ExpectedStep(string Name, long Tasks)
{
    /// <summary>Reads the steps that a workspace's expanded spec names.</summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="log">Told when there is no such spec.</param>
    /// <returns>The study's name and its steps; the workspace's name and no steps without a spec.</returns>
    public static (string StudyName, IReadOnlyList<ExpectedStep> Steps) Read(string workspace, LogLines log)
    {
        string fallback = Path.GetFileName(workspace);
        if (Directory.GetFiles(Path.Combine(workspace, "merlin_info"), "*.expanded.yaml") is not [var file])
        {
            log.Warning($"{workspace}/merlin_info holds no single *.expanded.yaml; only steps with status files are shown.");
            return (fallback, []);
        }

        YamlMapping tree = SpecFile.LoadExpanded(file).Tree;
        string? name = ((tree["description"] as YamlMapping)?["name"] as YamlScalar)?.Text;
        IEnumerable<string?> steps = (tree["study"] as YamlSequence)?.Items.OfType<YamlMapping>()
            .Select(static step => (step["name"] as YamlScalar)?.Text) ?? [];
        return (name ?? fallback, [.. steps.OfType<string>().Distinct().Select(static step => new ExpectedStep(step, 0))]);
    }
}
