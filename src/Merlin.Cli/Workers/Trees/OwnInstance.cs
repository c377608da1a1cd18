using Merlin.Cli.Screen;
using Merlin.Flux;

namespace Merlin.Cli.Workers.Trees;

/// <summary>Finds the Flux instance that this command runs in, when its resources are this user's.</summary>
internal static class OwnInstance
{
    /// <summary>Opens it.</summary>
    /// <param name="terminal">Told why an instance that is there cannot be used.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The instance; null outside of one, and in the machine's own, where users are guests.</returns>
    public static async Task<FluxHandle?> FindAsync(Terminal terminal, CancellationToken stop)
    {
        if (FluxUri.FromEnvironment() is not { } uri)
        {
            return null;
        }

        try
        {
            return await OpenAsync(uri, stop);
        }
        catch (Exception e) when (e is FluxUnavailableException or FluxException)
        {
            terminal.Log.Warning($"FLUX_URI is {uri}, but that instance cannot be used, so workers start as outside of it: {e.Message}");
            return null;
        }
    }

    private static async Task<FluxHandle?> OpenAsync(FluxUri uri, CancellationToken stop)
    {
        FluxHandle flux = await FluxHandle.OpenAsync(uri, stop);
        bool isMine = false;
        try
        {
            isMine = (await flux.InstanceAsync(stop)).IsMine;
            return isMine ? flux : null;
        }
        finally
        {
            if (!isMine)
            {
                await flux.DisposeAsync();
            }
        }
    }
}
