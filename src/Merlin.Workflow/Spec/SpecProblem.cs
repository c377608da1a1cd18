using System.Text;

namespace Merlin.Workflow.Spec;

/// <summary>Something wrong with a spec, with its place.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">Line, counted from 1; 0 when the problem is the file's as a whole.</param>
/// <param name="Column">Column, counted from 1; 0 when the problem is the file's as a whole.</param>
/// <param name="Key">Path of the key, such as <c>study[2] step 'sim' → run.max_retries</c>; empty when no key is meant.</param>
/// <param name="Message">What is wrong, with the offending value, and what to do.</param>
/// <param name="Severity">Whether the spec can be used all the same.</param>
public sealed record SpecProblem(
    string File,
    int Line,
    int Column,
    string Key,
    string Message,
    SpecSeverity Severity = SpecSeverity.Error)
{
    /// <summary>The problem as one line: <c>file:line:column: key: message</c>, without the parts that it lacks.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line > 0)
        {
            text.Append(':').Append(Line).Append(':').Append(Column);
        }

        text.Append(": ");
        if (Key.Length > 0)
        {
            text.Append(Key).Append(": ");
        }

        return text.Append(Message).ToString();
    }
}
