using System.Globalization;

namespace Merlin.Worker.Tests;

/// <summary>What /proc says of processes; one that only waits to be reaped is dead.</summary>
internal static class Live
{
    public static bool IsAlive(int pid)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
