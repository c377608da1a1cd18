using System.Globalization;
using System.Text;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Launching;

/// <summary>Writes a launcher's command line, up to where the user's program follows.</summary>
/// <remarks>
/// The order of options is that of the scripts users know; two blanks stand before verbatim options, as they always did.
/// </remarks>
internal static class LauncherCommand
{
    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3600;

    /// <summary>Writes the command line.</summary>
    /// <exception cref="LauncherException">A value does not fit.</exception>
    public static string Write(LauncherRequest request) => request.Kind switch
    {
        LauncherKind.Srun => Srun(request),
        LauncherKind.Flux => Flux(request),
        LauncherKind.Jsrun => Jsrun(request),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "This batch type has no launcher."),
    };

    private static string Srun(LauncherRequest request)
    {
        StringBuilder line = new("srun");
        Option(line, "-n", request.Procs);
        Option(line, "-N", request.Nodes);
        Option(line, "-t", request.Walltime is null ? null : Clock(Seconds(request.Walltime)));
        Option(line, "-c", request.Cores);
        return Verbatim(line, request).ToString();
    }

    private static string Flux(LauncherRequest request)
    {
        StringBuilder line = new(request.FluxCommand);
        Option(line, "-n", request.Procs);
        Option(line, "-N", request.Nodes);
        Verbatim(line, request);
        Option(line, "-c", request.Cores);
        Option(line, "-g", request.Gpus);
        Option(
            line,
            request.FluxCommand == FluxCommand.WreckRun ? "-T" : "-t",
            request.Walltime is null ? null : PythonText.Of((double)Seconds(request.Walltime)) + "s");
        return line.ToString();
    }

    private static string Jsrun(LauncherRequest request)
    {
        StringBuilder line = new("jsrun");
        Option(line, "--np", request.Procs);
        Option(line, "--nrs", request.ResourceSets ?? request.Nodes ?? "1");
        Option(line, "-b", request.Bind);
        Option(line, "-d", request.Distribution ?? Plane(request));
        Option(line, "-X", request.ExitOnError.ToString(CultureInfo.InvariantCulture));
        Option(line, "-c", request.Cores);
        Option(line, "-g", request.Gpus);
        return Verbatim(line, request).ToString();
    }

    /// <summary>Processes per node; null, which leaves it to jsrun, where the counts are not numbers yet.</summary>
    private static string? Plane(LauncherRequest request) =>
        int.TryParse(request.Procs, CultureInfo.InvariantCulture, out int procs)
        && int.TryParse(request.Nodes ?? "1", CultureInfo.InvariantCulture, out int nodes)
        && nodes > 0
            ? $"plane:{Math.Max(1, procs / nodes)}"
            : null;

    private static void Option(StringBuilder line, string option, string? value)
    {
        if (value is not null)
        {
            line.Append(' ').Append(option).Append(' ').Append(value);
        }
    }

    private static StringBuilder Verbatim(StringBuilder line, LauncherRequest request) =>
        request.Verbatim is null ? line : line.Append("  ").Append(request.Verbatim);

    private static long Seconds(string walltime) => Walltime.TryParse(walltime, out long seconds)
        ? seconds
        : throw new LauncherException(
            $"walltime '{walltime}' is no duration; write seconds, mm:ss, hh:mm:ss or d:hh:mm:ss.");

    /// <summary>A duration as <c>HH:MM:SS</c>; the hours may be more than 24.</summary>
    internal static string Clock(long seconds) =>
        $"{seconds / SecondsPerHour:D2}:{seconds / SecondsPerMinute % SecondsPerMinute:D2}:{seconds % SecondsPerMinute:D2}";
}
