using YamlDotNet.Core;

namespace Merlin.Workflow.Yaml;

/// <summary>Says in plain words why a text is not YAML.</summary>
internal static class YamlSyntaxProblem
{
    private const string Generic =
        "this is not valid YAML: check indentation, quotes, brackets and colons here and in the line above";

    /// <summary>Makes the problem that a parser's exception reports.</summary>
    public static YamlReadException Explain(string text, YamlException problem)
    {
        var mark = new YamlMark((int)Math.Max(1, problem.Start.Line), (int)Math.Max(1, problem.Start.Column));
        string line = LineAt(text, mark.Line);
        return TabNear(text, mark.Line) is { } tab
            ? new YamlReadException(tab, "a tab stands in the indentation: YAML wants blanks there", problem)
            : new YamlReadException(mark, ByParser(problem.Message) ?? ByCharacter(line, mark.Column) ?? Generic, problem);
    }

    /// <summary>Recognises the parser's few reasons; what is not recognised gets the general words.</summary>
    private static string? ByParser(string reason)
    {
        bool Says(string words) => reason.Contains(words, StringComparison.OrdinalIgnoreCase);
        return Says("quoted scalar") && (Says("end of stream") || Says("document indicator"))
                ? "the quoted text that begins here is never closed: add the closing quote"
            : Says("double-quoted scalar") ? "the quoted text that begins here is not closed, or its next line is not indented"
            : Says("escape") || Says("hexadecimal") || Says("surrogate") ? "a backslash in double quotes begins an escape that YAML does not know: double it, or use single quotes"
            : Says("flow sequence") ? "the list that begins with '[' is not closed, or lacks a comma: check its brackets"
            : Says("flow mapping") ? "the mapping that begins with '{' is not closed, or lacks a comma: check its braces"
            : Says("mapping values are not allowed") || Says("invalid mapping")
                ? "a colon followed by a blank stands where no key may: check the indentation, and put a text that holds ': ' in quotes"
            : Says("could not find expected ':'") ? "a key without its colon: write 'key: value'"
            : Says("block mapping") || Says("block sequence") || Says("block collection")
                ? "the indentation does not fit what stands above, or a colon or dash is missing"
            : Says("tab") ? "a tab stands where YAML wants blanks"
            : Says("alias") || Says("anchor") ? "the name of an anchor or alias is missing or wrong: put a text that begins with '&' or '*' in quotes"
            : null;
    }

    private static string? ByCharacter(string line, int column) =>
        column <= line.Length && line[column - 1] is '@' or '`' or '%' or '|' or '>' or '!' or ',' or ']' or '}'
            ? $"no value may begin with '{line[column - 1]}' here: put the text in quotes"
            : null;

    private static string LineAt(string text, int number)
    {
        using var reader = new StringReader(text);
        string? line = reader.ReadLine();
        for (int i = 1; i < number && line is not null; i++)
        {
            line = reader.ReadLine();
        }

        return line ?? "";
    }

    /// <summary>The first tab in the indentation of a line, of the one before or of the one after.</summary>
    private static YamlMark? TabNear(string text, int line)
    {
        for (int number = Math.Max(1, line - 1); number <= line + 1; number++)
        {
            string content = LineAt(text, number);
            int end = content.AsSpan().IndexOfAnyExcept(' ', '\t');
            int tab = content.AsSpan(0, end < 0 ? content.Length : end).IndexOf('\t');
            if (tab >= 0 && end >= 0)
            {
                return new YamlMark(number, tab + 1);
            }
        }

        return null;
    }
}
