using Merlin.Broker.Storage;
using Merlin.Cli.Invocation;
using Merlin.Posix;

namespace Merlin.Cli.Server.Running;

/// <summary>The process that runs a directory's broker, seen from another one.</summary>
/// <remarks>It is known by its lock on the database, which ends with it however it ends.</remarks>
internal sealed class ServerProcess
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private ServerProcess(LockHolder holder) => Holder = holder;

    /// <summary>Which process it is.</summary>
    public LockHolder Holder { get; }

    /// <summary>Whether it runs on this machine.</summary>
    public bool IsHere => Holder.Host == Environment.MachineName;

    /// <summary>Finds the process; null when none runs.</summary>
    public static ServerProcess? Find(ServerDirectory directory) =>
        WorkspaceLock.FindHolder(directory.Database) is { } holder && !holder.IsGone() ? new ServerProcess(holder) : null;

    /// <summary>Has it read the keys again at once; on another machine it does so by itself a little later.</summary>
    public void AnnounceKeys()
    {
        if (IsHere)
        {
            _ = OtherProcess.Signal(Holder.ProcessId, SignalNumber.Hangup);
        }
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="UserErrorException">It runs on another machine, is another user's, or does not end.</exception>
    public async Task StopAsync(TimeProvider clock, CancellationToken stop)
    {
        if (!IsHere)
        {
            throw new UserErrorException(
                $"The broker runs on another machine ({Holder}); run this command there.");
        }

        int error = OtherProcess.Signal(Holder.ProcessId, SignalNumber.Terminate);
        if (error is not (0 or Errno.NoProcess))
        {
            throw new UserErrorException($"The broker ({Holder}) cannot be ended: {Errno.Describe(error)}.");
        }

        long begin = clock.GetTimestamp();
        while (!Holder.IsGone())
        {
            if (clock.GetElapsedTime(begin) > EndLimit)
            {
                throw new UserErrorException(
                    $"The broker ({Holder}) was asked to end and has not within {EndLimit.TotalSeconds:0} seconds; its log may tell why. "
                    + $"'kill -9 {Holder.ProcessId}' ends it, and loses nothing that it has acknowledged.");
            }

            await Task.Delay(Interval, clock, stop);
        }
    }
}
