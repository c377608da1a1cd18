using System.Text;

namespace Merlin.Cli.Tests.Support;

/// <summary>Counts lines instead of keeping them, and watches how much memory lives meanwhile.</summary>
internal sealed class CountingWriter : TextWriter
{
    private const int Watched = 100_000;

    public long Lines { get; private set; }

    public long PeakMemory { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        if (++Lines % Watched == 0)
        {
            PeakMemory = Math.Max(PeakMemory, GC.GetTotalMemory(forceFullCollection: true));
        }
    }

    public override void WriteLine() => Lines++;
}
