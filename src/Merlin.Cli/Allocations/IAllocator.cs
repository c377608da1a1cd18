namespace Merlin.Cli.Allocations;

/// <summary>A batch system that gives allocations.</summary>
internal interface IAllocator : IAsyncDisposable
{
    /// <summary>What users call it.</summary>
    string Name { get; }

    /// <summary>Asks for an allocation.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="stop">Stops waiting for the answer.</param>
    /// <returns>The allocation that will come, and where its log goes.</returns>
    /// <exception cref="AllocationRefusedException">It is refused.</exception>
    Task<SubmittedAllocation> SubmitAsync(AllocationRequest request, CancellationToken stop);

    /// <summary>How allocations stand. One that the batch system does not know any more has ended.</summary>
    /// <param name="allocations">The allocations.</param>
    /// <param name="stop">Stops waiting for the answer.</param>
    /// <exception cref="AllocationRefusedException">The batch system does not answer.</exception>
    Task<IReadOnlyList<AllocationStanding>> StatesAsync(IReadOnlyList<AllocationId> allocations, CancellationToken stop);
}
