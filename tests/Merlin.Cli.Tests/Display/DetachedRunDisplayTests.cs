using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Cli.Display;
using Merlin.Cli.Screen;
using Merlin.Cli.Tests.Support;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Display;

public sealed class DetachedRunDisplayTests : IDisposable
{
    private readonly StudyPlan _plan = Plans.Demo();
    private readonly FakeStatusSource _source;
    private readonly TestTerminal _screen = new();
    private readonly ManualResetEventSlim _readAgain = new();

    public DetachedRunDisplayTests() => _source = new FakeStatusSource(_plan) { End = StudyEnd.Completed };

    public void Dispose()
    {
        _readAgain.Set();
        _readAgain.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task The_end_is_shown()
    {
        await using (var display = new DetachedRunDisplay(_screen.Terminal, Create, Timeout.InfiniteTimeSpan))
        {
            display.Update(_source.GetStatus());
            await display.EndAsync(Summary());
        }

        Assert.Contains("Running 'demo'", _screen.Out, StringComparison.Ordinal);
        Assert.Contains("Study 'demo' has ended", _screen.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_that_takes_nothing_holds_nobody_up()
    {
        Terminal terminal = _screen.Terminal;
        await using (var display = new DetachedRunDisplay(terminal, () => new StuckDisplay(_readAgain), TimeSpan.Zero))
        {
            display.Update(_source.GetStatus());
            display.Update(_source.GetStatus());
            await display.EndAsync(Summary());
        }

        Assert.Same(TextWriter.Null, terminal.Out);
    }

    [Fact]
    public async Task A_reader_that_left_is_no_error()
    {
        await using var display = new DetachedRunDisplay(_screen.Terminal, () => throw new IOException(), Timeout.InfiniteTimeSpan);
        display.Update(_source.GetStatus());
        Assert.Null(await Record.ExceptionAsync(() => display.EndAsync(Summary())));
    }

    [Fact]
    public async Task An_error_of_the_display_comes_out_at_the_end()
    {
        await using var display = new DetachedRunDisplay(
            _screen.Terminal, () => throw new UnauthorizedAccessException(), Timeout.InfiniteTimeSpan);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => display.EndAsync(Summary()));
    }

    private IRunDisplay Create() => RunDisplays.Create(_screen.Terminal, _plan, json: false);

    private RunSummary Summary() => new(_plan, _source.GetStatus(), TimeSpan.FromSeconds(1), interrupted: false);

    private sealed class StuckDisplay(ManualResetEventSlim readAgain) : IRunDisplay
    {
        public void Update(StudyStatus status) => readAgain.Wait();

        public void End(RunSummary summary) => readAgain.Wait();

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
