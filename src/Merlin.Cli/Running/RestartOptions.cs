namespace Merlin.Cli.Running;

/// <summary>What was asked of <c>merlin restart</c>.</summary>
internal sealed record RestartOptions
{
    /// <summary>Absolute path of the study's workspace, an existing directory.</summary>
    public required string Workspace { get; init; }

    /// <summary>Whether this process runs the study itself.</summary>
    public bool Local { get; init; }

    /// <summary>Whether the command stays until a study that others run has ended.</summary>
    public bool Wait { get; init; }

    /// <summary>Which broker the study goes to: a configuration file or an address; null for the configured one.</summary>
    public string? Broker { get; init; }

    /// <summary>How many tasks may run at once, or null for as many as the process has cores.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Whether every task keeps a status file, however many there are.</summary>
    public bool StatusFiles { get; init; }

    /// <summary>Whether a program reads the output.</summary>
    public bool Json { get; init; }
}
