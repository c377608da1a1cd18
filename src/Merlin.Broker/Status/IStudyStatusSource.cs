namespace Merlin.Broker.Status;

/// <summary>Answers questions about one study: from the process that runs it, or from its store.</summary>
/// <remarks>For one thread at a time. Every answer is true at the moment when it is given.</remarks>
public interface IStudyStatusSource : IDisposable
{
    /// <summary>Whether the answers come from the process that runs the study.</summary>
    bool IsLive { get; }

    /// <summary>Where the study stands.</summary>
    /// <exception cref="Storage.StoreException">The store or the running process cannot be read.</exception>
    StudyStatus GetStatus();

    /// <summary>
    /// The tasks of one array that ended or run, in the order of their indices. They are read in bounded blocks while the
    /// caller enumerates, so that any number of tasks needs little memory.
    /// </summary>
    /// <param name="ordinal">The array's ordinal.</param>
    /// <exception cref="ArgumentOutOfRangeException">The study has no such array.</exception>
    /// <exception cref="Storage.StoreException">The store or the running process cannot be read.</exception>
    IEnumerable<TaskRow> Tasks(int ordinal);

    /// <summary>The study's plan as its producer gave it.</summary>
    /// <exception cref="Storage.StoreException">The store or the running process cannot be read.</exception>
    ReadOnlyMemory<byte> ReadPlan();
}
