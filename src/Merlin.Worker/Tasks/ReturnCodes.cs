using Merlin.Broker;
using Merlin.Posix;

namespace Merlin.Worker.Tasks;

/// <summary>What a script's exit status says.</summary>
internal static class ReturnCodes
{
    private const int Success = 0;
    private const int Restart = 100;
    private const int SoftFail = 101;
    private const int HardFail = 102;
    private const int Retry = 104;
    private const int StopWorkers = 105;
    private const int RaiseError = 106;

    /// <summary>The end of a task that fails for what somebody else did.</summary>
    public static ChildExit SoftFailure => new(SoftFail, BySignal: false);

    /// <summary>Whether a script means something by this end; anything else counts as a soft failure.</summary>
    public static bool IsKnown(ChildExit exit) =>
        !exit.BySignal && exit.Code is Success or Restart or SoftFail or HardFail or Retry or StopWorkers or RaiseError;

    /// <summary>The outcome of an attempt.</summary>
    /// <param name="exit">How the script ended.</param>
    /// <param name="cause">Why it was told to end, if it was.</param>
    /// <param name="retriesLeft">Whether the step allows another attempt.</param>
    /// <returns>
    /// The outcome; <see cref="TaskOutcome.None"/> when the script did not get to an end of its own because the worker
    /// stops.
    /// </returns>
    public static TaskOutcome Judge(ChildExit exit, EndCause cause, bool retriesLeft) => cause switch
    {
        EndCause.Timeout => TaskOutcome.TimedOut,
        EndCause.Cancelled when exit is not { Code: Success, BySignal: false } => TaskOutcome.Cancelled,
        EndCause.WorkerStops or EndCause.TimeOver or EndCause.PlaceLost when !IsKnown(exit) => TaskOutcome.None,
        _ => Judge(exit, retriesLeft),
    };

    private static TaskOutcome Judge(ChildExit exit, bool retriesLeft)
    {
        if (exit.BySignal)
        {
            return TaskOutcome.SoftFailed;
        }

        return exit.Code switch
        {
            Success => TaskOutcome.Succeeded,
            Restart => retriesLeft ? TaskOutcome.Restart : TaskOutcome.RetriesExhausted,
            Retry => retriesLeft ? TaskOutcome.Retry : TaskOutcome.RetriesExhausted,
            HardFail => TaskOutcome.HardFailed,
            StopWorkers => TaskOutcome.StopWorkers,
            RaiseError => TaskOutcome.Raised,
            _ => TaskOutcome.SoftFailed,
        };
    }
}
