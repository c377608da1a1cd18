using Merlin.Broker.Status;

namespace Merlin.Cli.Display;

/// <summary>Shows a run while it goes on, and its end. Disposing it gives the terminal back.</summary>
/// <remarks>For one thread at a time; the log may be written to by any thread meanwhile.</remarks>
internal interface IRunDisplay : IDisposable
{
    /// <summary>Shows where the study stands now; meant to be called a few times a second.</summary>
    void Update(StudyStatus status);

    /// <summary>Shows how the run ended; nothing is updated after it.</summary>
    void End(RunSummary summary);
}
