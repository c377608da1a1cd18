using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>How long the enclosing job may still run, read on the reactor's thread.</summary>
internal static unsafe class TimeLeft
{
    /// <returns>Zero when the time is over; null when there is no limit.</returns>
    /// <exception cref="FluxException">Flux does not know.</exception>
    public static TimeSpan? Read(BrokerHandle broker)
    {
        ErrorText words = default;
        double seconds;
        if (JobImports.TimeLeft(broker, &words, &seconds) == -1)
        {
            throw new FluxException("flux_job_timeleft", Marshal.GetLastPInvokeError(), words.ToString());
        }

        return seconds >= TimeSpan.MaxValue.TotalSeconds ? null : TimeSpan.FromSeconds(seconds);
    }
}
