using System.Globalization;
using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>The requests about jobs that libflux has functions for.</summary>
internal static unsafe class JobRequests
{
    public static PendingCall<JobId> Submit(ReadOnlyMemory<byte> jobspec, int urgency, JobFlags flags)
    {
        const string Function = "flux_job_submit";
        return new PendingCall<JobId>(
            broker =>
            {
                bool isOwn = IsOwn(broker);
                fixed (byte* text = isOwn
                    ? JobEnvelope.Wrap(jobspec.Span, UserImports.EffectiveUser())
                    : RemoteCall.Terminated(jobspec.Span))
                {
                    FutureHandle future = JobImports.Submit(broker, text, urgency, (int)flags | (isOwn ? JobEnvelope.Flag : 0));
                    return PendingFuture.Checked(future, Function, Marshal.GetLastPInvokeError());
                }
            },
            future => JobImports.SubmittedId(future, out ulong id) == 0
                ? new JobId(id)
                : throw future.Failure(Function, Marshal.GetLastPInvokeError()));
    }

    public static PendingCall<bool> SetUrgency(JobId job, int urgency) =>
        Empty("flux_job_set_urgency", broker => JobImports.SetUrgency(broker, job.Number, urgency));

    public static PendingCall<bool> Cancel(JobId job, string? reason) =>
        Empty("flux_job_cancel", broker => JobImports.Cancel(broker, job.Number, reason));

    public static PendingCall<bool> Raise(JobId job, string type, int severity, string? note) =>
        Empty("flux_job_raise", broker => JobImports.Raise(broker, job.Number, type, severity, note));

    public static PendingCall<bool> Kill(JobId job, int signal) =>
        Empty("flux_job_kill", broker => JobImports.Kill(broker, job.Number, signal));

    public static PendingCall<WaitedJob> Wait(JobId job)
    {
        const string Function = "flux_job_wait";
        return new PendingCall<WaitedJob>(
            broker =>
            {
                FutureHandle future = JobImports.Wait(broker, job.Number);
                return PendingFuture.Checked(future, Function, Marshal.GetLastPInvokeError());
            },
            future => JobImports.WaitedStatus(future, out byte success, out nint text) == 0
                && JobImports.WaitedId(future, out ulong id) == 0
                    ? new WaitedJob(new JobId(id), success != 0, Marshal.PtrToStringUTF8(text) ?? "")
                    : throw future.Failure(Function, Marshal.GetLastPInvokeError()));
    }

    public static PendingStream<ReadOnlyMemory<byte>> WatchEvents(JobId job)
    {
        const string Function = "flux_job_event_watch";
        return new PendingStream<ReadOnlyMemory<byte>>(
            broker =>
            {
                FutureHandle future = JobImports.WatchEvents(broker, job.Number, "eventlog", 0);
                return PendingFuture.Checked(future, Function, Marshal.GetLastPInvokeError());
            },
            future => JobImports.WatchedEvent(future, out nint text) == 0
                ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)text).ToArray()
                : throw future.Failure(Function, Marshal.GetLastPInvokeError()),
            (_, future) => JobImports.CancelWatch(future));
    }

    // What only the owner may do needs no signature; libflux remembers the attribute after the first time.
    private static bool IsOwn(BrokerHandle broker) =>
        AttributeReader.Read(broker, "security.owner") == UserImports.EffectiveUser().ToString(CultureInfo.InvariantCulture);

    private static PendingCall<bool> Empty(string function, Func<BrokerHandle, FutureHandle> send) => new(
        broker =>
        {
            FutureHandle future = send(broker);
            return PendingFuture.Checked(future, function, Marshal.GetLastPInvokeError());
        },
        future => FutureImports.Get(future, 0) == 0
            ? true
            : throw future.Failure(function, Marshal.GetLastPInvokeError()));
}
