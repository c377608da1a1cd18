namespace Merlin.Flux.Tests;

/// <summary>How long a test waits for a state before it fails; only a test that fails waits that long.</summary>
internal static class Limits
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(1);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Wait);

    public static Task Within(this Task task) => task.WaitAsync(Wait);

    /// <summary>The first that fits.</summary>
    public static async Task<T> FirstAsync<T>(this IAsyncEnumerable<T> items, Func<T, bool> fits)
    {
        using var timeout = new CancellationTokenSource(Wait);
        await foreach (T item in items.WithCancellation(timeout.Token))
        {
            if (fits(item))
            {
                return item;
            }
        }

        throw new InvalidOperationException("The stream ended before.");
    }

    /// <summary>All, of a stream that ends by itself.</summary>
    public static async Task<List<T>> AllAsync<T>(this IAsyncEnumerable<T> items)
    {
        using var timeout = new CancellationTokenSource(Wait);
        List<T> all = [];
        await foreach (T item in items.WithCancellation(timeout.Token))
        {
            all.Add(item);
        }

        return all;
    }
}
