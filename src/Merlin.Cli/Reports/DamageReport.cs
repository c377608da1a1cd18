using Merlin.Cli.Screen;
using Merlin.Worker.Packing.Format;

namespace Merlin.Cli.Reports;

/// <summary>Says which packs are damaged, and where.</summary>
internal static class DamageReport
{
    /// <summary>Says it.</summary>
    /// <returns>Whether anything is damaged.</returns>
    public static bool Tell(IEnumerable<PackDamage> damages, Terminal terminal)
    {
        bool any = false;
        foreach (PackDamage damage in damages)
        {
            any = true;
            terminal.Log.Error($"'{damage.File}' is damaged: {damage.Length} bytes from byte {damage.Offset} on are not what was written there.");
        }

        return any;
    }
}
