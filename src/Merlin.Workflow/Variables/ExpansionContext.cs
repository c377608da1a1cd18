using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Variables;

/// <summary>What the expansion of a spec takes from outside it.</summary>
public sealed record ExpansionContext
{
    /// <summary>Absolute path that relative output paths and dependencies start from.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>The workspace's time stamp, <c>YYYYMMDD-HHMMSS</c>, local time.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The environment's variables, for <c>$NAME</c>.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What <c>~</c> stands for.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>Absolute path of the samples file that replaces the spec's, or null.</summary>
    public string? SamplesFile { get; init; }

    /// <summary>The parameters that replace <c>global.parameters</c>, or null.</summary>
    public IReadOnlyList<ParameterSpec>? ParameterOverride { get; init; }
}
