using System.Globalization;

namespace Merlin.Cli.Reports;

/// <summary>The line before a task's output where several are shown.</summary>
internal static class TaskHead
{
    /// <summary>The line.</summary>
    public static string Of(string node, long index) => string.Create(CultureInfo.InvariantCulture, $"==> {node} {index} <==");
}
