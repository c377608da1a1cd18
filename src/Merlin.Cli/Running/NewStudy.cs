namespace Merlin.Cli.Running;

/// <summary>A new study that can be run; unless it is kept, its workspace is removed again.</summary>
internal sealed class NewStudy : IDisposable
{
    private readonly NewWorkspace _workspace;

    /// <summary>A study.</summary>
    /// <param name="prepared">What can be run.</param>
    /// <param name="workspace">Its workspace, which the study owns from now on.</param>
    public NewStudy(PreparedStudy prepared, NewWorkspace workspace)
    {
        Prepared = prepared;
        _workspace = workspace;
    }

    /// <summary>What can be run.</summary>
    public PreparedStudy Prepared { get; }

    /// <summary>Says that the study is, or may be, run: its workspace stays.</summary>
    public void Keep() => _workspace.Keep();

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();
}
