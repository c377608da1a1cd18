using System.Globalization;
using Merlin.Posix;
using Merlin.Worker.Packing;
using Merlin.Worker.Packing.Format;
using Merlin.Worker.Packing.Places;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Processes;

/// <summary>Gives tasks the limit of open files that the user has set, which the runtime has raised.</summary>
internal static class FileLimit
{
    private const string LauncherVariable = "MERLIN_LAUNCHER_NOFILE";

    // A packed task has a scratch directory from when it is prepared: one for each that runs, and as many as the backlog holds.
    private const ulong PerSlot = 6 + (2 * ScratchDirectory.Descriptors);
    private const ulong Base = 64 + ((Backlog.Margin + PackedWork.SpareDirectories) * ScratchDirectory.Descriptors) + OpenPacks.Most;

    /// <summary>Lowers this process's limit to what it was, so that children inherit that.</summary>
    public static void Restore(int slots, ILogger logger)
    {
        ulong current = OpenFileLimit.Soft;
        if (Original() is not { } original || original >= current)
        {
            return;
        }

        ulong needed = ((ulong)slots * PerSlot) + Base;
        if (original < needed)
        {
            WorkerLog.KeepsFileLimit(logger, current, original, needed, slots);
            return;
        }

        OpenFileLimit.SetSoft(original);
    }

    private static ulong? Original()
    {
        string? told = Environment.GetEnvironmentVariable(LauncherVariable);
        if (told == "unlimited")
        {
            return OpenFileLimit.Unlimited;
        }

        return ulong.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out ulong limit)
            ? limit
            : OpenFileLimit.SoftOfParent;
    }
}
