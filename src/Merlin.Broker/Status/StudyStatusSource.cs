using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>Finds whoever can answer questions about a study.</summary>
public static class StudyStatusSource
{
    /// <summary>
    /// Opens the view of the process that runs the study, when there is one, else that of the study's store.
    /// </summary>
    /// <param name="stateDirectory">The workspace's <c>merlin_info/.state</c>.</param>
    /// <exception cref="StoreException">There is neither, or it cannot be read.</exception>
    public static IStudyStatusSource Open(string stateDirectory) =>
        throw new StoreException(stateDirectory, "there is no record of a run here");
}
