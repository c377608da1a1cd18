using System.Globalization;
using System.Text.RegularExpressions;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Studies;

/// <summary>Finds the workspace that a user means: named itself, or one of those that a spec's runs have made.</summary>
internal sealed class StudyChooser
{
    private readonly Terminal _terminal;
    private readonly bool _mayAsk;

    /// <summary>A chooser.</summary>
    /// <param name="terminal">Whom to ask.</param>
    /// <param name="mayAsk">Whether to ask at all; otherwise the newest study is meant.</param>
    public StudyChooser(Terminal terminal, bool mayAsk)
    {
        _terminal = terminal;
        _mayAsk = mayAsk;
    }

    /// <summary>Finds the workspace.</summary>
    /// <param name="place">A workspace or a spec, as typed.</param>
    /// <param name="outputPath">Where the spec's studies are, as typed; null for the spec's own <c>OUTPUT_PATH</c>.</param>
    /// <returns>Absolute path of the workspace.</returns>
    /// <exception cref="UserErrorException">There is none.</exception>
    public string Find(string place, string? outputPath)
    {
        string path = Path.TrimEndingDirectorySeparator(UserPath.Resolve(place));
        if (Directory.Exists(path))
        {
            return path;
        }

        if (!File.Exists(path))
        {
            throw new UserErrorException($"'{place}' is neither the workspace of a study nor a spec file, nor a study's number on a broker ('merlin studies' lists those).");
        }

        UserPath.RefuseNamedPipe(path, $"The spec file '{place}'");
        return Choose(StudiesOf(path, outputPath));
    }

    private string[] StudiesOf(string spec, string? outputPath)
    {
        ExpandedSpec expanded = SpecReading.Expand(spec, [], Path.GetDirectoryName(spec)!, _terminal);
        // Studies are sought beside the spec; a run makes them in the directory where it was started, so here comes next.
        string[] places = outputPath is null
            ? [.. ((string[])[expanded.OutputPath, SpecReading.OutputPathFrom(spec, Environment.CurrentDirectory, _terminal)]).Distinct()]
            : [UserPath.ExistingDirectory(outputPath, "The output path")];
        return places.Select(directory => StudiesIn(directory, expanded.StudyName)).FirstOrDefault(static found => found.Length > 0)
            ?? throw new UserErrorException(
                $"No study of '{expanded.StudyName}' was found in {string.Join(" or ", places)}. Name its workspace, or its place with -o.");
    }

    private static string[] StudiesIn(string directory, string name)
    {
        var pattern = new Regex(
            $@"{Regex.Escape(name)}_\d{{8}}-\d{{6}}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return Directory.Exists(directory)
            ? [.. Directory.EnumerateDirectories(directory)
                .Where(path => pattern.IsMatch(Path.GetFileName(path)))
                .Order(StringComparer.Ordinal)]
            : [];
    }

    private string Choose(string[] studies)
    {
        if (studies is [var only])
        {
            return only;
        }

        if (!_mayAsk)
        {
            return Newest(studies);
        }

        ShowList(studies);
        return AskForOne(studies);
    }

    private void ShowList(string[] studies)
    {
        _terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Found {studies.Length} potential studies:"));
        var table = new TextTable("Index", "Study Name");
        for (int i = 0; i < studies.Length; i++)
        {
            table.Add((i + 1).ToString(CultureInfo.InvariantCulture), Path.GetFileName(studies[i]));
        }

        table.Write(_terminal.Out);
    }

    private string AskForOne(string[] studies)
    {
        string question = "Which study would you like to view the status of? Use the index on the left: ";
        while (_terminal.Ask(question) is { } answer)
        {
            if (int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index >= 1 && index <= studies.Length)
            {
                return studies[index - 1];
            }

            question = string.Create(
                CultureInfo.InvariantCulture, $"'{answer}' is no index. Enter a number from 1 to {studies.Length}: ");
        }

        return Newest(studies);
    }

    private static string Newest(string[] studies) => studies.MaxBy(static study => study[^TimestampLength..], StringComparer.Ordinal)!;

    private const int TimestampLength = 15;
}
