using System.Text.RegularExpressions;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>
/// Gives the shell variables that <c>$(VLAUNCHER)</c> refers to their values: a line at the top of <c>cmd</c> for each
/// that <c>cmd</c> does not assign itself.
/// </summary>
internal static partial class VlauncherLines
{
    private static readonly (string Variable, string Key, string Default)[] Variables =
    [
        ("MERLIN_NODES", "nodes", "1"),
        ("MERLIN_PROCS", "procs", "1"),
        ("MERLIN_CORES", "cores per task", "1"),
        ("MERLIN_GPUS", "gpus", "0"),
    ];

    /// <summary>The <c>run</c> block with the lines added; itself when it does not use the token.</summary>
    public static YamlMapping AddTo(YamlMapping run)
    {
        if (run["cmd"] is not YamlScalar cmd || !cmd.Text.Contains("$(VLAUNCHER)", StringComparison.Ordinal))
        {
            return run;
        }

        string set = (run["shell"].TextOrNull() ?? "").Contains("csh", StringComparison.Ordinal) ? "set " : "";
        string text = cmd.Text;
        HashSet<string> assigned = Assigned(cmd.Text);
        foreach ((string variable, string key, string fallback) in Variables)
        {
            if (!assigned.Contains(variable))
            {
                text = $"{set}{variable}={(run[key] as YamlScalar)?.ValueText ?? fallback}\n{text}";
            }
        }

        return ReferenceEquals(text, cmd.Text) ? run : run.With("cmd", YamlScalar.Block(text, cmd.Mark));
    }

    private static HashSet<string> Assigned(string cmd) => cmd.Split('\n')
        .Where(line => !line.StartsWith('#'))
        .SelectMany(line => AssignmentPattern().Matches(line))
        .Select(match => match.Groups["name"].Value)
        .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(
        "(?<name>MERLIN_(?:NODES|PROCS|CORES|GPUS))=[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AssignmentPattern();
}
