using System.Globalization;
using System.Text.RegularExpressions;

namespace Merlin.Workflow.Launching;

/// <summary>One <c>$(LAUNCHER)[…]</c> in a script: a launcher for a part of the step's nodes and processes.</summary>
/// <param name="Start">Where its <c>$</c> stands.</param>
/// <param name="End">The place after its closing bracket.</param>
/// <param name="Nodes">Nodes it asks for, or null for what the launcher chooses.</param>
/// <param name="Procs">Processes it asks for.</param>
internal sealed partial record BracketForm(int Start, int End, int? Nodes, int Procs)
{
    private const string Opening = LauncherTokens.Launcher + "[";

    /// <summary>All bracket forms of a script, from left to right.</summary>
    /// <exception cref="LauncherException">One of them cannot be understood.</exception>
    public static IReadOnlyList<BracketForm> Find(string script)
    {
        var forms = new List<BracketForm>();
        int start = script.IndexOf(Opening, StringComparison.Ordinal);
        while (start >= 0)
        {
            int content = start + Opening.Length;
            int length = script.AsSpan(content).IndexOfAny("]\n");
            if (length < 0 || script[content + length] != ']')
            {
                throw new LauncherException($"'{Opening}' has no closing bracket on its line.");
            }

            forms.Add(Parse(script.Substring(content, length), start, content + length + 1));
            start = script.IndexOf(Opening, content, StringComparison.Ordinal);
        }

        return forms;
    }

    private static BracketForm Parse(string content, int start, int end)
    {
        Match match = Content().Match(content);
        if (!match.Success)
        {
            throw new LauncherException(
                $"'{Opening}{content}]' cannot be understood; write [1n, 4p] for nodes and processes, [4p] for processes "
                + "only, or [1, 4]. The numbers cannot come from samples.");
        }

        return new BracketForm(
            start, end, match.Groups["nodes"].Success ? Number(match, "nodes") : null, Number(match, "procs"));
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new LauncherException($"'{Opening}{match.Value}]' asks for more than any machine has.");

    [GeneratedRegex(
        @"^\s*((?<nodes>[0-9]+)\s*n\s*,\s*(?<procs>[0-9]+)\s*p"
        + @"|(?<procs>[0-9]+)\s*p(\s*,\s*(?<nodes>[0-9]+)\s*n)?"
        + @"|(?<nodes>[0-9]+)\s*,\s*(?<procs>[0-9]+))\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Content();
}
