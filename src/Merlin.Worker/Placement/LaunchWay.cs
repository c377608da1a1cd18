namespace Merlin.Worker.Placement;

/// <summary>How a task comes to its resources in a worker's instance.</summary>
internal enum LaunchWay
{
    /// <summary>A process of the worker, on cores of its own node.</summary>
    Near = 0,

    /// <summary>A process of any node's broker, on cores of that node.</summary>
    Far = 1,

    /// <summary><see cref="Near"/> where there is room, else <see cref="Far"/>.</summary>
    Packed = 2,

    /// <summary>A Flux job, placed by Flux.</summary>
    Job = 3,

    /// <summary>A process of the worker that holds nothing, and whose launcher makes Flux jobs that do.</summary>
    Script = 4,
}
