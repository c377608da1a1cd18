using System.Text;
using System.Text.Unicode;
using Merlin.Posix;
using Merlin.Worker.Instances;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>
/// The environment that tasks begin with: that of this process, byte for byte, without its launcher's variables; in a
/// distributed run with those of <see cref="TaskVariables"/>, and in an instance with <see cref="ParentVariable"/> at least and
/// <see cref="JobLabel"/>, by which the jobs are known that they launch. Belongs to whoever starts tasks.
/// </summary>
internal sealed class TaskEnvironment : IDisposable
{
    private const int ParentRoom = 80;
    private const int LeastLabelRoom = 256;
    private const string GpusName = "CUDA_VISIBLE_DEVICES";
    private readonly TaskVariables? _variables;
    private readonly bool _isInInstance;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _original = OriginalEnvironment.Read("MERLIN_LAUNCHER_"u8);
    private readonly StringVector _plain;
    private StringVector? _extended;
    private StudyWork? _study;
    private int[] _gpus = [];
    private int _labelRoom;

    /// <summary>Reads this process's environment.</summary>
    public TaskEnvironment(WorkerOptions options)
    {
        _variables = options.Variables;
        _isInInstance = options.Instance is not null;
        _plain = new StringVector(_original);
    }

    /// <summary>The environment of a task; valid until the next one is asked for.</summary>
    public StringVector Of(TaskRun run)
    {
        int[] gpus = run.Seat?.Gpus ?? [];
        if (_variables is null && !_isInInstance)
        {
            return _plain;
        }

        byte[] label = _isInInstance ? Encoding.UTF8.GetBytes(Label(run)) : [];
        StringVector extended = OfStudy(run.Node.Study, gpus, label.Length);
        extended.Set(0, Encoding.UTF8.GetBytes(Parent(run)));
        if (_isInInstance)
        {
            extended.Set(1, label);
        }

        return extended;
    }

    /// <summary>Whether tasks of two studies find different things, apart from <see cref="OwnOf"/>.</summary>
    public bool DependsOnStudy => _variables is not null || _isInInstance;

    /// <summary>The environment of a process that runs one task after another: what all tasks of a study have.</summary>
    /// <param name="study">The study.</param>
    /// <param name="gpus">The GPUs that the process sees; empty for no word about them.</param>
    public StringVector ForServer(StudyWork study, int[] gpus) => new(DependsOnStudy ? Entries(study, gpus) : _original);

    /// <summary>What a task has besides what <see cref="ForServer"/> gives.</summary>
    public IEnumerable<KeyValuePair<string, string>> OwnOf(TaskRun run)
    {
        if (!DependsOnStudy)
        {
            return [];
        }

        var own = new List<KeyValuePair<string, string>> { new(ParentVariable.Name, ParentVariable.Write(run.Id)) };
        if (_isInInstance)
        {
            own.Add(new(JobLabel.Variable, JobLabel.Write(run)));
        }

        if (run.Seat is { Gpus.Length: > 0 } seat)
        {
            own.Add(new(GpusName, string.Join(',', seat.Gpus)));
        }

        return own;
    }

    /// <summary>The environment of a task that does not start from this process, as names and values.</summary>
    /// <remarks>What is no UTF-8 is left out, since JSON, by which it travels, has no way to say it.</remarks>
    public IReadOnlyDictionary<string, string> Travelling(TaskRun run)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        List<ReadOnlyMemory<byte>> entries = Entries(run.Node.Study, run.Seat?.Gpus ?? []);
        entries.Add(Encoding.UTF8.GetBytes(Parent(run)));
        entries.Add(Encoding.UTF8.GetBytes(Label(run)));
        foreach (ReadOnlyMemory<byte> entry in entries)
        {
            int equals = entry.Span.IndexOf((byte)'=');
            if (equals > 0 && Utf8.IsValid(entry.Span))
            {
                variables[NameOf(entry.Span)] = Encoding.UTF8.GetString(entry.Span[(equals + 1)..]);
            }
        }

        return variables;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _plain.Dispose();
        _extended?.Dispose();
    }

    // A worker mostly runs one study at a time, so the last one's is kept.
    private StringVector OfStudy(StudyWork study, int[] gpus, int labelLength)
    {
        if (_extended is null || _study != study || _labelRoom < labelLength || !gpus.AsSpan().SequenceEqual(_gpus))
        {
            _extended?.Dispose();
            _labelRoom = Math.Max(LeastLabelRoom, 2 * labelLength);
            _extended = _isInInstance
                ? new StringVector(Entries(study, gpus), ParentRoom, _labelRoom)
                : new StringVector(Entries(study, gpus), ParentRoom);
            _study = study;
            _gpus = gpus;
        }

        return _extended;
    }

    private static string Parent(TaskRun run) => $"{ParentVariable.Name}={ParentVariable.Write(run.Id)}";

    private static string Label(TaskRun run) => $"{JobLabel.Variable}={JobLabel.Write(run)}";

    private List<ReadOnlyMemory<byte>> Entries(StudyWork study, int[] gpus)
    {
        var names = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (_variables is not null)
        {
            foreach ((string name, string value) in study.Plan.Variables.Where(static variable => IsName(variable.Key)))
            {
                names[name] = Entry(name, value);
            }

            names["MERLIN_BROKER"] = Entry("MERLIN_BROKER", _variables.Broker);
        }

        if (gpus.Length > 0)
        {
            names[GpusName] = Entry(GpusName, string.Join(',', gpus));
        }

        names.Remove(ParentVariable.Name);
        names.Remove(JobLabel.Variable);
        var entries = new List<ReadOnlyMemory<byte>>(_original.Count + names.Count + 1);
        ReadOnlyMemory<byte> path = default;
        foreach (ReadOnlyMemory<byte> entry in _original)
        {
            if (entry.Span.StartsWith("PATH="u8))
            {
                path = entry;
            }
            else if (NameOf(entry.Span) is var name && name is not (ParentVariable.Name or JobLabel.Variable) && !names.ContainsKey(name))
            {
                entries.Add(entry);
            }
        }

        path = names.Remove("PATH", out ReadOnlyMemory<byte> ofStudy) ? ofStudy : path;
        entries.AddRange(names.Values);
        entries.Add(_variables is null ? path : Extended(path, _variables.ProgramDirectory));
        return entries;
    }

    private static ReadOnlyMemory<byte> Extended(ReadOnlyMemory<byte> path, string directory) =>
        path.IsEmpty
            ? Entry("PATH", "/usr/local/bin:/usr/bin:/bin:" + directory)
            : (byte[])[.. path.Span, (byte)':', .. Encoding.UTF8.GetBytes(directory)];

    private static ReadOnlyMemory<byte> Entry(string name, string value) =>
        Encoding.UTF8.GetBytes($"{name}={value.Replace("\0", "", StringComparison.Ordinal)}");

    private static string NameOf(ReadOnlySpan<byte> entry)
    {
        int equals = entry.IndexOf((byte)'=');
        return Encoding.UTF8.GetString(equals < 0 ? entry : entry[..equals]);
    }

    // Shells take no other names from the environment.
    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => c == '_' || char.IsAsciiLetterOrDigit(c));
}
