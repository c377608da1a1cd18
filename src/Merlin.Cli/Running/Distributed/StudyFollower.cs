using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Status;
using Merlin.Cli.Display;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Running.Distributed;

/// <summary>Shows a study that others run until it has ended; breaks of the line are told and waited out.</summary>
internal sealed class StudyFollower
{
    private static readonly TimeSpan DisplayInterval = TimeSpan.FromMilliseconds(500);
    private readonly BrokerSession _session;
    private readonly SubmittedStudy _study;
    private readonly Terminal _terminal;

    /// <summary>A follower.</summary>
    /// <param name="session">The broker.</param>
    /// <param name="study">The study.</param>
    /// <param name="terminal">Where it is shown.</param>
    public StudyFollower(BrokerSession session, SubmittedStudy study, Terminal terminal)
    {
        _session = session;
        _study = study;
        _terminal = terminal;
    }

    /// <summary>Follows the study to its end.</summary>
    /// <param name="json">Whether a program reads the output.</param>
    /// <param name="stop">Ends the watching, and not the study.</param>
    /// <returns>The exit status that says how the study ended.</returns>
    /// <exception cref="InterruptedException">The watching was ended.</exception>
    public async Task<int> FollowAsync(bool json, CancellationToken stop)
    {
        try
        {
            return await ShowAsync(json, stop);
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(
                $"Interrupted while watching: study {_study.Number} goes on. To watch it: merlin status "
                + $"{ShellWord.Quote(_study.Plan.Workspace)}; to end it: merlin cancel {_study.Number}",
                e);
        }
    }

    private async Task<int> ShowAsync(bool json, CancellationToken stop)
    {
        long begin = _terminal.Clock.GetTimestamp();
        await using var display = new DetachedRunDisplay(
            _terminal, () => RunDisplays.Create(_terminal, _study.Plan, json));
        Task<StudyEnd> end = _session.Client.WatchAsync(_study.Id, stop);
        using var tick = new PeriodicTimer(DisplayInterval, _terminal.Clock);
        do
        {
            display.Update(await StatusAsync(stop));
        }
        while (await Task.WhenAny(end, tick.WaitForNextTickAsync(stop).AsTask()) != end);

        await end;
        var summary = new RunSummary(
            _study.Plan, await StatusAsync(stop), _terminal.Clock.GetElapsedTime(begin), interrupted: false)
        {
            Local = false,
        };
        await display.EndAsync(summary);
        return summary.ExitStatus;
    }

    private async Task<StudyStatus> StatusAsync(CancellationToken stop) =>
        (await _session.AskAsync<StudyStatusAnswer>(number => new StudyStatusRequest(number, _study.Id), stop)).Status;
}
