using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/job.h. All that take a handle or future belong to that handle's thread.</summary>
internal static unsafe partial class JobImports
{
    /// <summary>Reads an id in any form; may be called from any thread.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_id_parse", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ParseId(string text, out ulong id);

    /// <summary>
    /// Owned: the caller destroys the future. The jobspec ends with a zero byte and is copied; it is signed here unless it
    /// comes in an envelope.
    /// </summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_submit", SetLastError = true)]
    internal static partial FutureHandle Submit(BrokerHandle handle, byte* jobspec, int urgency, int flags);

    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_submit_get_id", SetLastError = true)]
    internal static partial int SubmittedId(FutureHandle future, out ulong id);

    /// <summary>Owned: the caller destroys the future, whose result is empty.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_set_urgency", SetLastError = true)]
    internal static partial FutureHandle SetUrgency(BrokerHandle handle, ulong id, int urgency);

    /// <summary>Owned: the caller destroys the future, whose result is empty.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_cancel", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FutureHandle Cancel(BrokerHandle handle, ulong id, string? reason);

    /// <summary>Owned: the caller destroys the future, whose result is empty.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_raise", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FutureHandle Raise(BrokerHandle handle, ulong id, string type, int severity, string? note);

    /// <summary>Owned: the caller destroys the future, whose result is empty.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_kill", SetLastError = true)]
    internal static partial FutureHandle Kill(BrokerHandle handle, ulong id, int signal);

    /// <summary>Owned: the caller destroys the future.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_wait", SetLastError = true)]
    internal static partial FutureHandle Wait(BrokerHandle handle, ulong id);

    /// <summary><paramref name="success"/> is a C bool; the text is borrowed from the future.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_wait_get_status", SetLastError = true)]
    internal static partial int WaitedStatus(FutureHandle future, out byte success, out nint text);

    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_wait_get_id", SetLastError = true)]
    internal static partial int WaitedId(FutureHandle future, out ulong id);

    /// <summary>Owned: the caller destroys the future, a stream of events.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_event_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FutureHandle WatchEvents(BrokerHandle handle, ulong id, string path, int flags);

    /// <summary>The event is borrowed from the future, until it is reset or destroyed.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_event_watch_get", SetLastError = true)]
    internal static partial int WatchedEvent(FutureHandle future, out nint text);

    /// <summary>Asks for the end of the stream, which comes as ENODATA.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_event_watch_cancel", SetLastError = true)]
    internal static partial int CancelWatch(FutureHandle future);

    /// <summary>Seconds, infinite when there is no limit. Asks the broker, and waits for it.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_job_timeleft", SetLastError = true)]
    internal static partial int TimeLeft(BrokerHandle handle, ErrorText* error, double* seconds);
}
