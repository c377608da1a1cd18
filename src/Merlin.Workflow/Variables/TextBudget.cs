using System.Globalization;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Variables;

/// <summary>
/// Bounds the text that expansion may make: variables that double each other would fill any memory in fifty lines.
/// </summary>
/// <param name="file">The spec's file, for the problem.</param>
internal sealed class TextBudget(string file)
{
    private long _left = YamlExtent.MostCharacters;

    /// <summary>Accounts for a text that replaces another.</summary>
    /// <exception cref="SpecException">The budget is spent.</exception>
    public string Take(string before, string after, YamlMark mark)
    {
        if (!ReferenceEquals(before, after))
        {
            _left -= after.Length;
        }

        return _left >= 0
            ? after
            : throw new SpecException(new SpecProblem(
                file,
                mark.Line,
                mark.Column,
                "",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"with its variables filled in the spec would have more than {YamlExtent.MostCharacters / 1024 / 1024} MiB of text: check variables that contain each other")));
    }
}
