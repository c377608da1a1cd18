using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Server.Keys;

/// <summary>
/// Tells commands which keys the running broker goes by: a file that the broker replaces whenever it has taken the keys in.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class KeysInForce(string path)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Says what is in force; for the broker.</summary>
    /// <param name="mark">The mark of the keys' file.</param>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void Announce(string mark) => PrivateFile.Replace(path, mark);

    /// <summary>Waits until the broker goes by some keys.</summary>
    /// <param name="mark">The mark of their file.</param>
    /// <param name="clock">The time.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Whether it did within ten seconds.</returns>
    public async Task<bool> AwaitAsync(string mark, TimeProvider clock, CancellationToken stop)
    {
        long begin = clock.GetTimestamp();
        while (Read() != mark)
        {
            if (clock.GetElapsedTime(begin) > Limit)
            {
                return false;
            }

            await Task.Delay(Interval, clock, stop);
        }

        return true;
    }

    private string? Read()
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            return null;
        }
    }
}
