using System.Buffers;
using System.Globalization;
using System.Text;
using Merlin.Posix;
using Merlin.Worker.Instances;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes.Serving;

/// <summary>Starts a node's command as a server, in a directory below the node's. Belongs to the spawner.</summary>
/// <remarks>The directory's name begins with a dot, so that no pattern of samples' directories finds it.</remarks>
/// <param name="environment">What it finds in its environment.</param>
/// <param name="binding">Binds it to its cores; null where it has none of its own.</param>
internal sealed class ServerProgram(TaskEnvironment environment, CoreBinding? binding) : IDisposable
{
    private const string Folder = ".serve";

    // Above every descriptor that the process's own numbers could overwrite.
    private const int LowestSource = 10;
    private readonly SpawnAttributes _attributes = new();

    /// <summary>Starts one.</summary>
    /// <param name="run">The task that it is started for.</param>
    /// <param name="number">Its number among this worker's servers.</param>
    /// <param name="requests">Where it reads requests.</param>
    /// <param name="answers">Where it writes answers.</param>
    /// <param name="pid">Its process id.</param>
    /// <param name="log">The file of its standard error.</param>
    /// <returns>Null, or why it could not be started.</returns>
    public string? Start(TaskRun run, int number, PosixPipe requests, PosixPipe answers, out int pid, out string log)
    {
        NodeWork node = run.Node;
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{number}");
        string directory = Path.Combine(node.Study.Plan.Workspace, node.Plan.Directory, Folder, name);
        string script = Path.Combine(directory, node.Renderer.ScriptName);
        log = Path.Combine(directory, node.Renderer.ErrorName);
        pid = 0;
        string? problem = WriteScript(node, directory, script);
        if (problem is not null)
        {
            return problem;
        }

        int error = Spawn(run, directory, script, log, requests, answers, out pid);
        return error == 0 ? null : $"its server in {directory} cannot be started ({Errno.Describe(error)}).";
    }

    /// <inheritdoc/>
    public void Dispose() => _attributes.Dispose();

    private static string? WriteScript(NodeWork node, string directory, string script)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return $"the directory of its server cannot be made ({refusal.Message})";
        }

        var text = new ArrayBufferWriter<byte>();
        node.Renderer.WriteScript(0, row: null, restart: false, text);
        int error = PosixFiles.WriteExecutable(Encoding.UTF8.GetBytes(script + '\0'), text.WrittenSpan, Umask.Read());
        return error == 0 ? null : $"the script of its server, {script}, cannot be written ({Errno.Describe(error)}).";
    }

    private int Spawn(
        TaskRun run, string directory, string script, string log, PosixPipe requests, PosixPipe answers, out int pid)
    {
        using var actions = new SpawnFileActions();
        using var input = Descriptors.Duplicate(requests.ReadEnd, LowestSource);
        using var output = Descriptors.Duplicate(answers.WriteEnd, LowestSource);
        actions.Pass(input, 0).Pass(output, 1).Append(2, log);
        string[] words = ["sh", "-c", "cd \"$0\" && exec \"$1\"", directory, script];
        using var arguments = new StringVector([.. words.Select(static word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))]);
        using StringVector variables = environment.ForServer(run.Node.Study, run.Seat?.Gpus ?? []);
        bool isBound = run.Seat is { } seat && binding?.Bind(seat) == true;
        int error = ProcessStart.Start("/bin/sh\0"u8, actions, _attributes, arguments, variables, out pid);
        if (isBound)
        {
            binding!.Release();
        }

        return error;
    }
}
