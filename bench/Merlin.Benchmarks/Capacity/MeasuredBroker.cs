using Merlin.Benchmarks.Load.Brokers;
using Merlin.Benchmarks.Load.Starts;
using Merlin.Broker;
using Merlin.Broker.Lines;

namespace Merlin.Benchmarks.Capacity;

/// <summary>A broker daemon, the real program with its own settings, that is watched while it works.</summary>
internal sealed class MeasuredBroker : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    private readonly ITimer _watch;
    private readonly string _database;
    private long _largestLog;

    private MeasuredBroker(MerlinSite site)
    {
        Site = site;
        Process = new ProcessFigures(site.BrokerProcess);
        _database = site.Database;
        EmptyBytes = DatabaseBytes + LogBytes;
        _watch = TimeProvider.System.CreateTimer(_ => LookAtLog(), null, WatchInterval, WatchInterval);
    }

    /// <summary>The program's home.</summary>
    public MerlinSite Site { get; }

    /// <summary>Its process.</summary>
    public ProcessFigures Process { get; }

    /// <summary>The database's size with its log before the first study.</summary>
    public long EmptyBytes { get; }

    /// <summary>The database's size, its log left aside.</summary>
    public long DatabaseBytes => SizeOf(_database);

    /// <summary>The size of the database's log, which begins anew when it is written back.</summary>
    public long LogBytes => SizeOf(_database + "-wal");

    /// <summary>The largest size that the log was seen to have.</summary>
    public long LargestLogBytes => Interlocked.Read(ref _largestLog);

    /// <summary>Starts a broker on a new database; it is reached through a socket of the file system.</summary>
    /// <param name="program">The path of <c>merlin</c>.</param>
    /// <param name="directory">A directory for all files; made, and private.</param>
    public static async Task<MeasuredBroker> StartAsync(string program, string directory) =>
        new(await MerlinSite.StartBrokerAsync(program, directory, Transport.Ipc));

    /// <summary>Opens a line to it.</summary>
    public IBrokerChannel Connect(IBrokerListener listener) => Site.Connect(listener);

    /// <summary>How long <c>merlin status</c> of a study takes, from its start to its exit.</summary>
    public async Task<double> ShowStatusAsync(StudyId study)
    {
        long begin = TimeProvider.System.GetTimestamp();
        await Site.RunAsync("/", "status", $"{study.Value}", "--broker", Site.BrokerOption);
        return TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await Site.DisposeAsync();
    }

    private static long SizeOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? info.Length : 0;
    }

    private void LookAtLog() => Interlocked.Exchange(ref _largestLog, Math.Max(LogBytes, Interlocked.Read(ref _largestLog)));
}
