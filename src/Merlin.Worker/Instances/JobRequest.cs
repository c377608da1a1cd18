namespace Merlin.Worker.Instances;

/// <summary>Requests whose answer nobody waits for.</summary>
internal static class JobRequest
{
    /// <summary>
    /// Lets a request go: that its job has ended meanwhile is told by its events, that a remote process has by itself, and
    /// that Flux is gone by the handle.
    /// </summary>
    public static void Ask(Task request) => _ = request.ContinueWith(
        static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
