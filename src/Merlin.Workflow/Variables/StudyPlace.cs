using System.Text;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Variables;

/// <summary>Where a study lives.</summary>
/// <param name="StudyName">The study's name, blanks replaced by underscores.</param>
/// <param name="OutputPath">Absolute path of the directory that holds the workspace.</param>
/// <param name="Workspace">Absolute path of the workspace.</param>
internal sealed record StudyPlace(string StudyName, string OutputPath, string Workspace)
{
    private const int LongestFileName = 255;

    /// <summary>Decides the place from the spec's name and <c>OUTPUT_PATH</c>.</summary>
    /// <param name="tree">The spec.</param>
    /// <param name="file">Its file, for problems.</param>
    /// <param name="context">Current directory and time stamp.</param>
    /// <param name="expand">Fills in variables.</param>
    /// <exception cref="SpecException">The expanded name or path cannot be a directory's.</exception>
    public static StudyPlace Decide(YamlMapping tree, SpecFile file, ExpansionContext context, Func<string, string> expand)
    {
        YamlMapping description = tree["description"].MappingOrEmpty();
        string name = expand(description["name"].TextOrNull() ?? "").Replace(' ', '_');
        string directory = $"{name}_{context.Timestamp}";
        if (NameProblem(name, directory) is { } problem)
        {
            YamlMark mark = description["name"]?.Mark ?? description.Mark;
            throw new SpecException(new SpecProblem(
                file.Path, mark.Line, mark.Column, "description.name", $"the study's name is '{Shortened.Text(name)}', which {problem}"));
        }

        string output = Path.GetFullPath(OutputText(tree, expand) ?? ".", context.CurrentDirectory);
        output = output.Length > 1 ? Path.TrimEndingDirectorySeparator(output) : output;
        return new StudyPlace(name, output, Path.Combine(output, directory));
    }

    private static string? OutputText(YamlMapping tree, Func<string, string> expand)
    {
        YamlMapping env = tree["env"].MappingOrEmpty();
        YamlNode? value = env["labels"].MappingOrEmpty()["OUTPUT_PATH"] ?? env["variables"].MappingOrEmpty()["OUTPUT_PATH"];
        string text = value is null ? "" : expand(PythonText.Of(value)).Trim();
        return text.Length == 0 ? null : text;
    }

    private static string? NameProblem(string name, string directory) =>
        name.Length == 0 ? "is empty: give the study a name"
        : name.Contains('/', StringComparison.Ordinal) ? "holds a '/': it names a directory, so use another character"
        : TokenText.HasToken(name) ? "holds a variable that is not defined: define it in env.variables"
        : name.Any(char.IsControl) ? "holds a control character: remove it"
        : Encoding.UTF8.GetByteCount(directory) > LongestFileName ? "is too long for the name of a directory: shorten it"
        : null;
}
