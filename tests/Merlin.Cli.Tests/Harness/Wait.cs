using Xunit.Sdk;

namespace Merlin.Cli.Tests.Harness;

/// <summary>Waits for states.</summary>
public static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>A net under tests that would hang; nothing is measured against it.</summary>
    private static readonly TimeSpan SafetyLimit = TimeSpan.FromMinutes(2);

    /// <summary>Returns as soon as <paramref name="reached"/> holds; fails with the last state seen.</summary>
    public static Task UntilAsync(Func<bool> reached, Func<string> lastState) =>
        UntilAsync(() => Task.FromResult(reached()), lastState);

    /// <summary>As above, for a state that must be asked for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> reached, Func<string> lastState)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await reached())
        {
            if (TimeProvider.System.GetElapsedTime(start) > SafetyLimit)
            {
                throw new XunitException($"A state was not reached in {SafetyLimit}; the last one: {lastState()}");
            }

            await Task.Delay(Interval, TimeProvider.System);
        }
    }

    /// <summary>As above, for a state that <paramref name="command"/> brings about: its end ends the wait.</summary>
    public static async Task UntilAsync(RunningCommand command, Func<bool> reached)
    {
        await UntilAsync(() => reached() || command.HasExited, () => command.SoFar.ToString());
        if (!reached())
        {
            CommandResult ended = await command.EndAsync();
            throw new XunitException($"The command ended before the state that it should bring about.\n{ended}");
        }
    }
}
