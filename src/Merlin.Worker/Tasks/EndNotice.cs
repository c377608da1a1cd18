namespace Merlin.Worker.Tasks;

/// <summary>
/// Whether somebody has told this worker to come to an end: from then on a task that dies of a SIGTERM that the worker did
/// not send was ended with it, as batch systems do it, and has not failed. Any thread may give and read it.
/// </summary>
internal sealed class EndNotice
{
    private volatile bool _isGiven;

    /// <summary>Whether it was given.</summary>
    public bool IsGiven => _isGiven;

    /// <summary>Gives it.</summary>
    public void Give() => _isGiven = true;
}
