namespace Merlin.Worker.Placement;

/// <summary>Who uses the instance's cores.</summary>
internal enum SharingStage
{
    /// <summary>The worker only: no Flux job runs or is wanted, so that placeholders do not matter.</summary>
    Alone = 0,

    /// <summary>Still the worker only: placeholders are being put under what it runs, so that Flux jobs can begin.</summary>
    Covering = 1,

    /// <summary>The worker on the cores of its placeholders, and Flux jobs on all others.</summary>
    Shared = 2,
}
