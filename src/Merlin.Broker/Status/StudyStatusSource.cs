using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>Finds whoever can answer questions about a study.</summary>
public static class StudyStatusSource
{
    // A run that starts or ends meanwhile is met at the next try; opening a store that is in use takes about two seconds.
    private const int Tries = 3;

    /// <summary>
    /// Opens the view of the process that runs the study, when there is one, else that of the study's store.
    /// </summary>
    /// <param name="stateDirectory">The workspace's <c>merlin_info/.state</c>.</param>
    /// <exception cref="StoreException">There is neither, or it cannot be read.</exception>
    public static IStudyStatusSource Open(string stateDirectory)
    {
        RefuseOtherHost(stateDirectory);
        IStudyStatusSource? found = null;
        for (int left = Tries; found is null && left > 1; left--)
        {
            found = TryOpen(stateDirectory);
        }

        return found ?? new StoredStatusSource(stateDirectory);
    }

    // Null when somebody has the store: perhaps a run that is about to answer.
    private static IStudyStatusSource? TryOpen(string stateDirectory)
    {
        try
        {
            IStudyStatusSource? live = LiveStatusSource.TryConnect(stateDirectory);
            return live ?? new StoredStatusSource(stateDirectory);
        }
        catch (StoreException e) when (e.IsInUse)
        {
            return null;
        }
    }

    // Where locks do not reach across machines, opening a store that another machine writes would damage it.
    private static void RefuseOtherHost(string stateDirectory)
    {
        if (Endpoint.Read(stateDirectory) is { } endpoint
            && endpoint.Host != Environment.MachineName
            && WorkspaceLock.FindHolder(stateDirectory) is { } holder
            && holder.Host != Environment.MachineName)
        {
            throw new StoreException(
                stateDirectory, $"the study is run by {holder}; ask for its status on that machine");
        }
    }
}
