using System.Globalization;
using System.Text;
using Merlin.Posix;

namespace Merlin.Worker.Instances;

/// <summary>
/// What jobs of an instance have left on this host when its broker was killed: their shells, which have nobody to obey any
/// more, and the processes of these. The guardian looks for the same when the worker was killed, too.
/// </summary>
/// <remarks>
/// They are known by their environment: <c>FLUX_URI</c> is the broker's address to the letter, and there is
/// <c>FLUX_KVS_NAMESPACE</c>, which Flux gives to what belongs to a job and takes away from all else that it starts. So a
/// person's shell that only talks to the instance is none of them, and neither is the worker or a child of its own.
/// </remarks>
/// <param name="address">The broker's address, as <c>FLUX_URI</c> has it.</param>
/// <param name="clock">The clock.</param>
internal sealed class StrandedProcesses(string address, TimeProvider clock)
{
    private const int MostLooks = 200;

    // One that was being forked, or was just becoming another program, while one looked is seen by the next look.
    private const int QuietLooks = 2;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private readonly byte[] _address = Encoding.UTF8.GetBytes($"\0FLUX_URI={address}\0");

    /// <summary>Kills them, until there are none.</summary>
    /// <returns>Whether there are none any more.</returns>
    public async Task<bool> EndAsync()
    {
        if (BelongsToJob("self"))
        {
            return true; // the worker itself is a job of the instance, and what it has started looks like one
        }

        int quiet = 0;
        for (int look = 0; look < MostLooks && quiet < QuietLooks; look++)
        {
            int[] found = Find();
            foreach (int process in found)
            {
                OtherProcess.Signal(process, SignalNumber.Kill);
            }

            quiet = found.Length == 0 ? quiet + 1 : 0;
            await Task.Delay(BetweenLooks, clock);
        }

        return quiet > 0;
    }

    private int[] Find() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(static place => Path.GetFileName(place))
            .Where(static name => char.IsAsciiDigit(name[0]))
            .Where(BelongsToJob)
            .Select(static name => int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture)),
    ];

    private bool BelongsToJob(string process)
    {
        try
        {
            ReadOnlySpan<byte> environment = [0, .. File.ReadAllBytes($"/proc/{process}/environ")];
            return environment.IndexOf(_address) >= 0 && environment.IndexOf("\0FLUX_KVS_NAMESPACE="u8) >= 0;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is another user's
        }
    }
}
