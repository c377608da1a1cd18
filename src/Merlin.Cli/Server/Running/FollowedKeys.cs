using Merlin.Broker.Security;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server.Keys;

namespace Merlin.Cli.Server.Running;

/// <summary>
/// Keeps a running broker's ring of keys as their file is. A file that cannot be used leaves the ring as it was, and the log
/// says so.
/// </summary>
internal sealed class FollowedKeys : IAsyncDisposable
{
    // A key must stop soon after it was revoked, also where no signal reaches this process. A file that has just changed may
    // still be half written by an editor, with fewer keys than are meant: without a signal it must rest for one interval.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly AuthorizedKeysFile _file;
    private readonly string _path;
    private readonly KeysInForce _inForce;
    private readonly LogLines _log;
    private readonly SemaphoreSlim _nudge = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;
    private string _mark = "";
    private (DateTime Changed, long Length) _seen;
    private bool _taken = true;

    private FollowedKeys(ServerDirectory directory, LogLines log)
    {
        _path = directory.AuthorizedKeys;
        _file = new AuthorizedKeysFile(_path);
        _inForce = new KeysInForce(directory.KeysInForce);
        _log = log;
        _seen = Look();
        Take(_file.ReadBytes());
        _following = FollowAsync();
    }

    /// <summary>The keys.</summary>
    public KeyRing Ring { get; } = new();

    /// <summary>Reads the keys, and follows their file from now on.</summary>
    /// <exception cref="UserErrorException">The keys cannot be read or used.</exception>
    public static FollowedKeys Start(ServerDirectory directory, LogLines log) => new(directory, log);

    /// <summary>Has the file read again at once, whether or not it looks changed.</summary>
    public void ReadAgain() => _nudge.Release();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _nudge.Dispose();
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                bool asked = await _nudge.WaitAsync(Interval, _stop.Token);
                (DateTime Changed, long Length) now = Look();
                bool rests = now == _seen;
                if (asked || (rests && !_taken))
                {
                    TakeIfUsable();
                }

                _taken = asked || rests;
                _seen = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The broker ends.
        }
    }

    private (DateTime Changed, long Length) Look()
    {
        var file = new FileInfo(_path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private void TakeIfUsable()
    {
        try
        {
            Take(_file.ReadBytes());
        }
        catch (UserErrorException e)
        {
            _log.Error($"The keys that may connect stay as they were: {e.Message}");
        }
    }

    private void Take(byte[] content)
    {
        string mark = AuthorizedKeysFile.MarkOf(content);
        if (mark != _mark)
        {
            IReadOnlyList<AuthorizedKey> keys = AuthorizedKeys.Parse(_path, content);
            Ring.Replace(keys);
            _mark = mark;
            _log.Info($"{keys.Count} keys may connect.");
        }

        _inForce.Announce(mark);
    }
}
