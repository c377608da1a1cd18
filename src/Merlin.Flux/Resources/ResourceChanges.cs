using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Watches what happens to nodes.</summary>
/// <remarks>
/// Since 0.72 the resource module has a journal for that; before, all of its events went to the key-value store, where
/// they can be watched.
/// </remarks>
internal static class ResourceChanges
{
    private const string Journal = "resource.journal";

    private static readonly Version FirstWithJournal = new(0, 72);

    public static IAsyncEnumerable<ResourceChange> WatchAsync(FluxHandle flux, CancellationToken cancellation) =>
        FluxLibrary.Version >= FirstWithJournal ? JournalAsync(flux, cancellation) : StoredAsync(flux, cancellation);

    private static async IAsyncEnumerable<ResourceChange> JournalAsync(
        FluxHandle flux, [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool isPast = true;
        await foreach (ReadOnlyMemory<byte> answer in
            flux.StreamAsync(Journal, default, BrokerRank.Leader, Journal + "-cancel", cancellation))
        {
            JsonElement events = JsonText.Member(Journal, JsonText.Read(Journal, answer), "events");
            if (isPast)
            {
                // An answer without events ends the past.
                isPast = events.GetArrayLength() > 0;
                continue;
            }

            foreach (JsonElement entry in events.EnumerateArray())
            {
                if (ResourceChangeReader.Read(entry) is { } change)
                {
                    yield return change;
                }
            }
        }
    }

    /// <summary>The way of the versions before 0.72.</summary>
    internal static async IAsyncEnumerable<ResourceChange> StoredAsync(
        FluxHandle flux, [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool isPast = true;
        await foreach (string lines in flux.ReadAsync(StoreRequests.WatchAppended("resource.eventlog"), cancellation))
        {
            // What was there comes in one piece, then what is added.
            if (isPast)
            {
                isPast = false;
                continue;
            }

            foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (ResourceChangeReader.Read(JsonText.Read("flux_kvs_lookup", Encoding.UTF8.GetBytes(line))) is { } change)
                {
                    yield return change;
                }
            }
        }
    }
}
