using System.Globalization;

namespace Merlin.Cli.Tests.Harness;

/// <summary>A line of an effects log: what a task did, which task, and the process number of its script.</summary>
public sealed record Effect(string What, string Task, int Process)
{
    public static Effect Parse(string line) =>
        line.Split(' ') is [var what, var task, var process, ..]
            ? new Effect(what, task, int.Parse(process, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{line}' is no line of an effects log.");
}
