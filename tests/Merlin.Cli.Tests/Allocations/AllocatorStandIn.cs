using System.Globalization;
using Merlin.Cli.Allocations;

namespace Merlin.Cli.Tests.Allocations;

/// <summary>A batch system that does what the test says. Its allocations have the numbers 1, 2, 3.</summary>
internal sealed class AllocatorStandIn : IAllocator
{
    private readonly List<AllocationStanding> _standings = [];

    public string Name => "a stand-in";

    /// <summary>How many allocations it takes; the others are refused.</summary>
    public int Takes { get; set; } = int.MaxValue;

    /// <summary>How often it was asked for one, refused or not.</summary>
    public int Asked { get; private set; }

    /// <summary>States how an allocation stands from now on.</summary>
    public void Set(int number, AllocationState state, TimeSpan? life = null) =>
        _standings[number - 1] = new AllocationStanding(state, life);

    public Task<SubmittedAllocation> SubmitAsync(AllocationRequest request, CancellationToken stop)
    {
        Asked++;
        if (_standings.Count >= Takes)
        {
            throw new AllocationRefusedException("There are enough.");
        }

        _standings.Add(new AllocationStanding(AllocationState.Waiting));
        return Task.FromResult(new SubmittedAllocation(
            Name, new AllocationId(_standings.Count.ToString(CultureInfo.InvariantCulture)), "/log"));
    }

    public Task<IReadOnlyList<AllocationStanding>> StatesAsync(IReadOnlyList<AllocationId> allocations, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<AllocationStanding>>(
            [.. allocations.Select(id => _standings[int.Parse(id.Text, CultureInfo.InvariantCulture) - 1])]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
