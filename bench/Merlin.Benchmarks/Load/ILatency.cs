namespace Merlin.Benchmarks.Load;

/// <summary>Something whose time is measured, one after the other.</summary>
internal interface ILatency
{
    /// <summary>What it is called in the table and the records.</summary>
    string Name { get; }

    /// <summary>Starts what is needed, measures, and ends it.</summary>
    /// <param name="directory">A directory for all files, not there yet.</param>
    /// <returns>The times.</returns>
    Task<List<TimeSpan>> RunAsync(string directory);
}
