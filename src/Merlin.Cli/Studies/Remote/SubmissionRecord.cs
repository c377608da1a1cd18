using System.Text.Json;
using Merlin.Broker;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Studies.Remote;

/// <summary>
/// What a workspace remembers of the broker that its study was submitted to last. It holds no secret: only where the
/// broker's configuration is. A local run of the workspace removes it.
/// </summary>
internal sealed record SubmissionRecord
{
    private const string FileName = "submitted.json";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How the broker is found: the path of a configuration file, or an <c>ipc://</c> address.</summary>
    public required string Broker { get; init; }

    /// <summary>The broker's id, which its database keeps.</summary>
    public required string BrokerId { get; init; }

    /// <summary>The study's number, or null when the answer to the submission was not waited for.</summary>
    public long? Study { get; init; }

    /// <summary>The samples file of that submission, or null.</summary>
    public string? SamplesFile { get; init; }

    /// <summary>The file's size then, bytes.</summary>
    public long SamplesSize { get; init; }

    /// <summary>The file's time of modification then, ticks of UTC.</summary>
    public long SamplesTicks { get; init; }

    /// <summary>The study's id, if it is known.</summary>
    public StudyId? StudyId() => Study is { } number ? new StudyId(number) : null;

    /// <summary>Path of the record in a workspace's state directory.</summary>
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, FileName);

    /// <summary>Reads the record of a workspace, or null when its study was not submitted to a broker.</summary>
    /// <param name="stateDirectory">The workspace's <c>merlin_info/.state</c>.</param>
    /// <exception cref="UserErrorException">The record is damaged.</exception>
    public static SubmissionRecord? Read(string stateDirectory)
    {
        string path = PathIn(stateDirectory);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SubmissionRecordJson.Default.SubmissionRecord);
        }
        catch (JsonException e)
        {
            throw new UserErrorException(
                $"{path} is damaged: it cannot be seen which broker runs this study. Find it with 'merlin studies', and remove the file.", e);
        }
    }

    /// <summary>Writes the record in place of an earlier one, for the owner's eyes only.</summary>
    /// <param name="stateDirectory">The workspace's <c>merlin_info/.state</c>; exists.</param>
    public void Write(string stateDirectory)
    {
        string path = PathIn(stateDirectory);
        string draft = path + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }))
        {
            JsonSerializer.Serialize(stream, this, SubmissionRecordJson.Default.SubmissionRecord);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Forgets the broker: the study is run here from now on.</summary>
    public static void Remove(string stateDirectory) => File.Delete(PathIn(stateDirectory));
}
