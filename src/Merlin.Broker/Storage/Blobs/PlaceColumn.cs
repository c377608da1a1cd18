namespace Merlin.Broker.Storage;

/// <summary>
/// Where some tasks of one block ran, as bytes: the texts of hosts, each once; then for each task that has a place its
/// distance from the one before, the number of its hosts' text with the <see cref="JobForm"/> in the lowest two bits, and its
/// job: as a text, or as a number of a <see cref="JobSequence"/>.
/// </summary>
/// <remarks>Earlier there were the distance, the job's text and the number of the hosts' text.</remarks>
internal static class PlaceColumn
{
    private const int FormBits = 2;
    private const int FormMask = (1 << FormBits) - 1;

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
        var jobs = new JobSequence();
        for (int i = 0; i < tasks.Length; i++)
        {
            if (tasks[i].Place is { } place)
            {
                writer.Number((ulong)(i - past));
                WritePlace(place, hosts[place.Hosts], ref jobs, writer);
                past = i + 1;
            }
        }
    }

    /// <summary>Reads the place of each of some tasks, null for those without.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="indices">The tasks.</param>
    /// <param name="textsOnly">Whether they were written when all jobs were texts.</param>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> writes, or wrote then.</exception>
    public static TaskPlace?[] Read(ref BlobReader reader, long[] indices, bool textsOnly)
    {
        string[] hosts = new string[reader.Number(indices.Length)];
        for (int i = 0; i < hosts.Length; i++)
        {
            hosts[i] = reader.Text();
        }

        var places = new TaskPlace?[indices.Length];
        int next = 0;
        var jobs = new JobSequence();
        for (long left = reader.Number(indices.Length); left > 0; left--)
        {
            int position = next + (int)reader.Number(indices.Length - next - 1L);
            places[position] = textsOnly
                ? new TaskPlace(indices[position], reader.Text(), hosts[reader.Number(hosts.Length - 1)])
                : ReadPlace(ref reader, indices[position], hosts, ref jobs);
            next = position + 1;
        }

        return places;
    }

    private static void WritePlace(TaskPlace place, int hosts, ref JobSequence jobs, BlobWriter writer)
    {
        JobForm form = JobText.FormOf(place.Job, out ulong number);
        writer.Number(((ulong)hosts << FormBits) | (ulong)form);
        if (form == JobForm.Text)
        {
            writer.Text(place.Job);
        }
        else if (form != JobForm.None)
        {
            jobs.Write(number, writer);
        }
    }

    private static TaskPlace ReadPlace(ref BlobReader reader, long index, string[] hosts, ref JobSequence jobs)
    {
        long place = reader.Number(((long)hosts.Length << FormBits) - 1);
        var form = (JobForm)(place & FormMask);
        string job = form switch
        {
            JobForm.None => "",
            JobForm.Text => reader.Text(),
            _ => JobText.Of(jobs.Read(ref reader), plain: form == JobForm.PlainNumber),
        };
        return new TaskPlace(index, job, hosts[place >> FormBits]);
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
