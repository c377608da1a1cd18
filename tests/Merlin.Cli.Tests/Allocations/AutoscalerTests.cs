using Merlin.Cli.Allocations;
using Merlin.Cli.Allocations.Scaling;
using Merlin.Cli.Commands;
using Merlin.Cli.Studies.Remote;
using Merlin.Cli.Tests.Distributed;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Allocations;

/// <summary>What <c>merlin autoscale</c> does from look to look, with a broker that has tasks and nobody who runs them.</summary>
#pragma warning disable CA1001 // The end of its life disposes of them.
public sealed class AutoscalerTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly BrokerSite _broker = new();
    private readonly TestTerminal _screen = new();
    private readonly AllocatorStandIn _batch = new();
    private BrokerSession _session = null!;

    public async Task InitializeAsync()
    {
        await _broker.SubmitAsync(_broker.Spec("s", """
            global.parameters: {N: {values: [1, 2, 3, 4, 5], label: N.%%}}
            study: [{name: a, description: d, run: {cmd: echo $(N)}}]

            """));
        _session = await BrokerSession.OpenAsync(_screen.Terminal, _broker.Address, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _batch.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task An_allocation_that_has_run_for_long_does_not_shorten_the_wait_after_refusals()
    {
        Autoscaler scaler = Scaler(most: 3);
        _batch.Takes = 1;
        await scaler.StepAsync();
        Assert.Equal(2, _batch.Asked);
        _batch.Set(1, AllocationState.Running);

        // Waits of 30, 60, 120 and 240 seconds after the refusals.
        List<int> asked = [];
        for (int look = 0; look < 8; look++)
        {
            _screen.Clock.Advance(seconds: 61);
            await scaler.StepAsync();
            asked.Add(_batch.Asked);
        }

        Assert.Equal([3, 4, 4, 5, 5, 5, 5, 6], asked);
    }

    [Fact]
    public async Task An_allocation_that_began_after_the_refusal_and_runs_ends_the_wait()
    {
        Autoscaler scaler = Scaler(most: 3);
        _batch.Takes = 1;
        await scaler.StepAsync();
        _screen.Clock.Advance(seconds: 31);
        await scaler.StepAsync();
        _screen.Clock.Advance(seconds: 61);
        await scaler.StepAsync();
        _screen.Clock.Advance(seconds: 1);
        _batch.Set(1, AllocationState.Running);
        Assert.Contains("after 3 failures", (await scaler.StepAsync()).Reason, StringComparison.Ordinal);
        _batch.Takes = 3;

        // Half of the two minutes after the third refusal.
        _screen.Clock.Advance(seconds: 60);
        ScalingStep step = await scaler.StepAsync();

        Assert.Equal(2, step.Submit);
        Assert.DoesNotContain("failure", step.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 1)] // it lived between two looks
    [InlineData(10, 0)]
    [InlineData(null, 1)] // the batch system has forgotten it
    public async Task What_counts_is_how_long_an_allocation_has_lived(int? seconds, int submitted)
    {
        Autoscaler scaler = Scaler(most: 1);
        await scaler.StepAsync();
        _screen.Clock.Advance(seconds: 600);
        _batch.Set(1, AllocationState.Ended, seconds is { } life ? TimeSpan.FromSeconds(life) : null);

        Assert.Equal(submitted, (await scaler.StepAsync()).Submit);
        Assert.Equal(submitted == 0, _screen.Error.Contains("Allocation 1 was over as soon as it began", StringComparison.Ordinal));
    }

    [Fact]
    public async Task To_cancel_a_waiting_allocation_is_no_failure()
    {
        Autoscaler scaler = Scaler(most: 1);
        await scaler.StepAsync();
        _batch.Set(1, AllocationState.Withdrawn);

        Assert.Equal(1, (await scaler.StepAsync()).Submit);
        Assert.Contains("Allocation 1 was cancelled before it had its nodes", _screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_batch_system_has_forgotten_soon_after_it_waited_was_short_lived()
    {
        Autoscaler scaler = Scaler(most: 1);
        await scaler.StepAsync();
        _screen.Clock.Advance(seconds: 600);
        await scaler.StepAsync();
        _screen.Clock.Advance(seconds: 59);
        _batch.Set(1, AllocationState.Ended);

        Assert.Contains("after a failure", (await scaler.StepAsync()).Reason, StringComparison.Ordinal);
    }

    private Autoscaler Scaler(int most) => new(
        new BrokerCall(_session, _screen.Terminal, Json: false, CancellationToken.None),
        _batch,
        new AllocationRequest
        {
            Nodes = 1,
            Name = "merlin-s",
            Command = ["true"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            Directory = "/",
            LogDirectory = "/logs",
        },
        new AutoscaleSettings
        {
            Limits = new ScalingLimits(0, most, TasksPerAllocation: 1),
            Queues = ["[merlin]_merlin"],
            Interval = TimeSpan.FromSeconds(60),
            DryRun = false,
        });
}
