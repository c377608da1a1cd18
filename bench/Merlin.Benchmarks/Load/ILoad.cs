namespace Merlin.Benchmarks.Load;

/// <summary>Something that works off tasks that do nothing.</summary>
internal interface ILoad
{
    /// <summary>What it is called in the table and the records.</summary>
    string Name { get; }

    /// <summary>How many tasks are measured.</summary>
    long Tasks { get; }

    /// <summary>Starts the server, works off the warm-up's tasks, then those that are measured, and ends the server.</summary>
    /// <param name="directory">A directory for the server's files, not there yet.</param>
    /// <param name="warmUp">How many tasks come before those that are measured.</param>
    Task<LoadResult> RunAsync(string directory, long warmUp);
}
