using System.Globalization;
using System.Text;

namespace Merlin.Flux;

/// <summary>
/// A jobspec as the owner of an instance submits it: unsigned, in the envelope of RFC 15. (libflux makes the same, and up to
/// 0.88 does not free it.)
/// </summary>
internal static class JobEnvelope
{
    private const string Mechanism = "none";

    /// <summary>Says to flux_job_submit that it gets an envelope.</summary>
    public const int Flag = 1;

    /// <summary>The envelope as text that ends with a zero byte.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> jobspec, uint user)
    {
        string header = string.Create(
            CultureInfo.InvariantCulture, $"version\0i1\0userid\0i{user}\0mechanism\0s{Mechanism}\0");
        return RemoteCall.Terminated(Encoding.ASCII.GetBytes(
            $"{Convert.ToBase64String(Encoding.ASCII.GetBytes(header))}.{Convert.ToBase64String(jobspec)}.{Mechanism}"));
    }
}
