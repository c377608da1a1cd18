using System.Globalization;
using Merlin.Cli.Allocations;

namespace Merlin.Cli.Tests.Allocations;

/// <summary>A batch system that does what the test says. Its allocations have the numbers 1, 2, 3.</summary>
internal sealed class AllocatorStandIn : IAllocator
{
    private readonly List<AllocationState> _states = [];

    public string Name => "a stand-in";

    /// <summary>How many allocations it takes; the others are refused.</summary>
    public int Takes { get; set; } = int.MaxValue;

    /// <summary>How often it was asked for one, refused or not.</summary>
    public int Asked { get; private set; }

    /// <summary>States how an allocation stands from now on.</summary>
    public void Set(int number, AllocationState state) => _states[number - 1] = state;

    public Task<SubmittedAllocation> SubmitAsync(AllocationRequest request, CancellationToken stop)
    {
        Asked++;
        if (_states.Count >= Takes)
        {
            throw new AllocationRefusedException("There are enough.");
        }

        _states.Add(AllocationState.Waiting);
        return Task.FromResult(new SubmittedAllocation(
            Name, new AllocationId(_states.Count.ToString(CultureInfo.InvariantCulture)), "/log"));
    }

    public Task<IReadOnlyList<AllocationState>> StatesAsync(IReadOnlyList<AllocationId> allocations, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<AllocationState>>(
            [.. allocations.Select(id => _states[int.Parse(id.Text, CultureInfo.InvariantCulture) - 1])]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
