using System.Text;

namespace Merlin.Cli.Workers;

/// <summary>
/// A worker's name as Celery's command lines give it: <c>NAME.%h</c>, <c>NAME@%h</c>, <c>celery@NAME.%%h</c>. The host is known
/// anyway, so it is not part of the name.
/// </summary>
/// <param name="Name">The name that the spec gives the worker.</param>
/// <param name="Host">The host that it runs on.</param>
internal sealed record WorkerName(string Name, string Host)
{
    private const string Default = "worker";
    private const string Prefix = "celery@";
    private static readonly string[] HostMarks = [".%%h", ".%h", "@%%h", "@%h"];

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name as typed; null for the default.</param>
    /// <param name="host">This machine's name.</param>
    public static WorkerName Parse(string? text, string host)
    {
        string name = text ?? Default;
        name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        string? mark = HostMarks.FirstOrDefault(mark => name.EndsWith(mark, StringComparison.Ordinal));
        name = Fill(mark is null ? name : name[..^mark.Length], host);
        return new WorkerName(name.Length == 0 ? Default : name, host);
    }

    private static string Fill(string name, string host)
    {
        string[] parts = host.Split('.', 2);
        var filled = new StringBuilder(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] != '%' || i + 1 == name.Length)
            {
                filled.Append(name[i]);
                continue;
            }

            i++;
            filled.Append(name[i] switch
            {
                'h' => host,
                'n' => parts[0],
                'd' => parts.Length > 1 ? parts[1] : "",
                '%' => "%",
                'i' or 'I' => "", // the number of a child process, of which there are none here
                char other => $"%{other}",
            });
        }

        return filled.ToString();
    }
}
