using System.Runtime.InteropServices;
using Merlin.Cli.Workers;

namespace Merlin.Cli.Tests.Workers;

/// <summary>How often somebody wants a program to end, when a Flux broker doubles each signal by a hangup.</summary>
public sealed class EndSignalsTests
{
    private const PosixSignal Hangup = PosixSignal.SIGHUP;
    private const PosixSignal Terminate = PosixSignal.SIGTERM;
    private const PosixSignal Interrupt = PosixSignal.SIGINT;

    [Theory]
    [InlineData(new[] { Terminate, Terminate, Terminate }, new[] { 1, 2, 3 })]
    [InlineData(new[] { Terminate, Interrupt }, new[] { 1, 2 })]
    [InlineData(new[] { Hangup, Hangup, Hangup }, new[] { 1, 2, 3 })]
    [InlineData(new[] { Hangup, Terminate, Hangup, Terminate }, new[] { 1, 0, 2, 0 })]
    [InlineData(new[] { Terminate, Hangup, Hangup, Interrupt, Terminate }, new[] { 1, 0, 2, 0, 3 })]
    public void A_signal_and_its_hangup_are_one_wish(PosixSignal[] signals, int[] wishes)
    {
        var counted = new EndSignals();

        Assert.Equal(wishes, signals.Select(counted.Count));
    }
}
