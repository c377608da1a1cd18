using System.Text;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// Gives nodes their names, directories and script names, and refuses names that would put two nodes into one
/// directory or a node outside the study's workspace.
/// </summary>
internal sealed class NodeNames(PlanProblems problems)
{
    // The longest name of a task's files is <base>.restart.slurm.out.
    private const int LongestFileName = 255;
    private const int LongestEnding = 18;
    private const string InfoDirectory = "merlin_info";

    private readonly Dictionary<string, string> _ownerOfDirectory = new(StringComparer.Ordinal);

    /// <summary>A name as part of a path: blanks become underscores, and unusual characters are dropped.</summary>
    public static string Sanitise(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (c == ' ')
            {
                text.Append('_');
            }
            else if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '(' or ')')
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    /// <summary>The name of a node.</summary>
    public static string Name(PlannedStep step, int node) =>
        step.Combinations.IsParameterised ? $"{step.Spec.Name}_{step.Combinations.Label(node)}" : step.Spec.Name;

    /// <summary>The directory of a node below the study's workspace.</summary>
    public static string Directory(PlannedStep step, int node) => step.Combinations.IsParameterised
        ? $"{Sanitise(step.Spec.Name)}/{Sanitise(step.Combinations.Label(node))}"
        : Sanitise(step.Spec.Name);

    /// <summary>Notes a step's names and complains about those that cannot be used.</summary>
    public void Check(PlannedStep step)
    {
        Claim(step.Spec, "name", step.Spec.Name, Sanitise(step.Spec.Name));
        for (int node = 0; node < step.Combinations.Nodes; node++)
        {
            string label = step.Combinations.Label(node);
            if (step.Combinations.IsParameterised && !IsUsable(Sanitise(label)))
            {
                problems.Error(step.Spec, "", $"the labels '{label}' of its parameters make no directory name; change the labels.");
            }
            else if (step.Combinations.IsParameterised)
            {
                Claim(step.Spec, "", label, Directory(step, node));
            }

            CheckLength(step.Spec, Sanitise(Name(step, node)));
        }
    }

    private static bool IsUsable(string component) => component is not ("" or "." or "..");

    private void Claim(StepSpec step, string key, string name, string directory)
    {
        if (directory == InfoDirectory)
        {
            problems.Error(step, key, $"'{name}' is where the study keeps its own files; choose another name.");
        }
        else if (!IsUsable(directory))
        {
            problems.Error(step, key, $"'{name}' makes no directory name; use letters, digits, '-' and '_'.");
        }
        else if (!_ownerOfDirectory.TryAdd(directory, name))
        {
            problems.Error(
                step,
                key,
                $"'{name}' and '{_ownerOfDirectory[directory]}' would both work in the directory '{directory}', since some "
                + "characters are left out of directory names; choose names that differ in others.");
        }
    }

    private void CheckLength(StepSpec step, string scriptBase)
    {
        if (scriptBase.Length + LongestEnding > LongestFileName)
        {
            problems.Error(
                step,
                "",
                $"its files would be named '{scriptBase[..40]}…' with {scriptBase.Length} characters, and "
                + $"{LongestFileName - LongestEnding} are allowed; shorten its name or the labels of its parameters.");
        }
    }
}
