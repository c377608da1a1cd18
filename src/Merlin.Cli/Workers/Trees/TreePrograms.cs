using Merlin.Cli.Display;
using Merlin.Cli.Invocation;
using Merlin.Cli.Server.Running;
using Merlin.Worker.Tree;
using Merlin.Worker.Tree.Planning;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers.Trees;

/// <summary>
/// What runs in the instances of a tree: this very program, as a worker or as a further agent. Never the launcher of a source
/// tree, which may build first.
/// </summary>
/// <param name="order">The tree.</param>
/// <param name="environment">The variables that they find.</param>
internal sealed class TreePrograms(TreeOrder order, IReadOnlyDictionary<string, string> environment)
{
    private const string Shell = "/bin/sh";

    // Of Flux's variables those that belong to this place in the tree, and not to a place below.
    private static readonly string[] OfThisPlace = ["FLUX_URI", "FLUX_KVS_NAMESPACE", "FLUX_PROXY_REMOTE", "FLUX_TERMINUS_SESSION"];

    private readonly Dictionary<string, string> _environment = WithLauncher(environment
        .Where(static variable => !OfThisPlace.Contains(variable.Key)
            && !variable.Key.StartsWith("FLUX_JOB_", StringComparison.Ordinal)
            && !variable.Key.StartsWith("FLUX_TASK_", StringComparison.Ordinal)));

    /// <summary>What runs in a part's instance.</summary>
    /// <param name="part">The part.</param>
    /// <param name="agent">What names the agent that it leases from.</param>
    public InstanceProgram For(TreePart part, string agent)
    {
        string log = Path.Combine(order.LogDirectory, FileName(part));

        // The first word after the text is $0, the log; the others are the program.
        return new InstanceProgram
        {
            Command = [Shell, "-c", $"exec >> \"$0\" 2>&1; exec \"$@\" {Options(part, agent)}", log, .. ProgramCommand.Words],
            Environment = _environment,
            Directory = Environment.CurrentDirectory,
            Log = log,

            // A worker says nothing of others in its place.
            HopelessStatus = part.Group is null ? ExitCode.Hopeless : null,
        };
    }

    private string Options(TreePart part, string agent)
    {
        if (part.Group is not { Worker: { } worker })
        {
            var below = new TreeOrder(
                part.Name, [.. part.Workers.Select(static each => each with { Nodes = null, Levels = 1 })], order.LogDirectory, order.LogLevel);
            return $"agent --agent {ShellWord.Quote(agent)} --order {ShellWord.Quote(below.ToText())}";
        }

        string options = WorkerProgram.Options(worker.Name, worker.Arguments, worker.Queues, order.LogLevel);
        return $"worker --instance --agent {ShellWord.Quote(agent)} {options}";
    }

    // Names may be anything; a file's may not have slashes.
    private string FileName(TreePart part) =>
        (order.Name.Length == 0 ? part.Name : $"{order.Name}.{part.Name}").Replace('/', '_') + ".log";

    // The same directory and limit that this command was given by its launcher.
    private static Dictionary<string, string> WithLauncher(IEnumerable<KeyValuePair<string, string>> environment)
    {
        Dictionary<string, string> all = new(environment, StringComparer.Ordinal)
        {
            ["MERLIN_LAUNCHER_DIRECTORY"] = ProgramDirectory.Path,
        };
        const string Files = "MERLIN_LAUNCHER_NOFILE";
        if (Environment.GetEnvironmentVariable(Files) is { } limit)
        {
            all[Files] = limit;
        }

        return all;
    }
}
