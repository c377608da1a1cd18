using Merlin.Flux;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tree;

/// <summary>An instance of a tree from its submission until nothing of its job is left.</summary>
/// <param name="part">What it is an instance of.</param>
/// <param name="job">Its job.</param>
/// <param name="ranks">Where it runs.</param>
/// <param name="log">What it prints.</param>
/// <param name="hopelessStatus">The exit status that says that another one in its place would do no better; null for none.</param>
internal sealed class LiveInstance(TreePart part, JobId job, string ranks, LogTail log, int? hopelessStatus)
{
    private string? _how;

    /// <summary>What it is an instance of.</summary>
    public TreePart Part => part;

    /// <summary>Its job.</summary>
    public JobId Job => job;

    /// <summary>Where it runs, as text.</summary>
    public string Ranks => ranks;

    /// <summary>What it prints.</summary>
    public LogTail Log => log;

    /// <summary>How it has ended, in words that follow its name.</summary>
    public string How => _how ?? "has ended";

    /// <summary>Whether it has begun to run.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether it has ended by saying that another one in its place would do no better.</summary>
    public bool IsHopeless { get; private set; }

    /// <summary>Takes in what happened to the job.</summary>
    public void Note(JobEvent happened)
    {
        HasStarted |= happened is JobStarted;
        IsHopeless |= happened is JobFinished { Status.ExitCode: { } status } && status == hopelessStatus;
        _how = happened switch
        {
            JobRaised { Severity: 0 } raised => $"was ended by Flux ({raised.Type}{(raised.Note.Length > 0 ? ": " + raised.Note : "")})",
            JobFinished { Status.Signal: { } signal } => _how ?? $"was killed by signal {signal}",
            JobFinished { Status.Succeeded: false } finished => _how ?? $"has ended with exit status {finished.Status.ShellCode}",
            _ => _how,
        };
    }
}
