namespace Merlin.Broker.Storage;

/// <summary>
/// Where some tasks of one block ran, as bytes: the texts of hosts, each once; then for each task that has a place its
/// distance from the one before, its job, and the number of its hosts' text.
/// </summary>
internal static class PlaceColumn
{
    /// <summary>Whether there is anything to write.</summary>
    public static bool IsNeeded(ReadOnlySpan<StoredTask> tasks)
    {
        foreach (StoredTask task in tasks)
        {
            if (task.Place is not null)
            {
                return true;
            }
        }

        return false;
    }

    public static void Write(ReadOnlySpan<StoredTask> tasks, BlobWriter writer)
    {
        Dictionary<string, int> hosts = HostsOf(tasks, out int places);
        writer.Number((ulong)hosts.Count);
        foreach (string text in hosts.Keys)
        {
            writer.Text(text);
        }

        writer.Number((ulong)places);
        int past = 0;
        for (int i = 0; i < tasks.Length; i++)
        {
            if (tasks[i].Place is { } place)
            {
                writer.Number((ulong)(i - past));
                writer.Text(place.Job);
                writer.Number((ulong)hosts[place.Hosts]);
                past = i + 1;
            }
        }
    }

    /// <summary>Reads the place of each of some tasks, null for those without.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> writes.</exception>
    public static TaskPlace?[] Read(ref BlobReader reader, long[] indices)
    {
        string[] hosts = new string[reader.Number(indices.Length)];
        for (int i = 0; i < hosts.Length; i++)
        {
            hosts[i] = reader.Text();
        }

        var places = new TaskPlace?[indices.Length];
        int next = 0;
        for (long left = reader.Number(indices.Length); left > 0; left--)
        {
            int position = next + (int)reader.Number(indices.Length - next - 1L);
            places[position] = new TaskPlace(indices[position], reader.Text(), hosts[reader.Number(hosts.Length - 1)]);
            next = position + 1;
        }

        return places;
    }

    private static Dictionary<string, int> HostsOf(ReadOnlySpan<StoredTask> tasks, out int places)
    {
        var hosts = new Dictionary<string, int>(StringComparer.Ordinal);
        places = 0;
        foreach (StoredTask task in tasks)
        {
            if (task.Place is { } place)
            {
                hosts.TryAdd(place.Hosts, hosts.Count);
                places++;
            }
        }

        return hosts;
    }
}
