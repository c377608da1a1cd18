namespace Merlin.Workflow.Launching.Workers;

/// <summary>What goes into the command lines of a spec's workers beside the spec.</summary>
public sealed record WorkerLineInputs
{
    /// <summary>Where they start.</summary>
    public required LaunchMachine Machine { get; init; }

    /// <summary>Makes the name of a queue on the broker from a step's <c>task_queue</c>.</summary>
    public required Func<string, string> QueueName { get; init; }

    /// <summary>The steps to be served; null for all.</summary>
    public IReadOnlyList<string>? Steps { get; init; }

    /// <summary>Worker options that replace those of the spec; null for the spec's own.</summary>
    public string? Arguments { get; init; }

    /// <summary>The level of the workers' logs, or null to leave it to them.</summary>
    public string? LogLevel { get; init; }

    /// <summary>What makes names unique where workers may overlap.</summary>
    public string Timestamp { get; init; } = "";

    /// <summary>Variables that <c>$NAME</c> in the lines is replaced by.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
