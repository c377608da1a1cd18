using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>Opens the study that a person names, wherever its records are, and finds the node that is meant.</summary>
internal static class NamedStudy
{
    private const int MostNames = 20;

    /// <summary>Opens a study: the store of a local run's workspace, or what a broker knows.</summary>
    /// <param name="text">What names it, as typed.</param>
    /// <param name="broker">The broker, as typed; null for the usual one.</param>
    /// <param name="terminal">Whom to tell.</param>
    /// <param name="stop">Ends every wait.</param>
    public static async Task<OpenedStudy> OpenAsync(string text, string? broker, Terminal terminal, CancellationToken stop)
    {
        string path = Path.TrimEndingDirectorySeparator(UserPath.Resolve(text));
        string state = Path.Combine(path, "merlin_info", PreparedStudy.StateDirectoryName);
        SubmissionRecord? record = SubmissionRecord.Read(state);
        return record is null && Directory.Exists(state)
            ? OpenedStudy.OfStore(path)
            : await OpenedStudy.OfBrokerAsync(
                await BrokerSession.OpenAsync(terminal, broker ?? record?.Broker, stop), text, terminal.Log, stop);
    }

    /// <summary>The place in the plan of the one node of a name.</summary>
    /// <exception cref="UserErrorException">There is none, or there are several.</exception>
    public static int OnlyPlace(StudyPlan plan, string name)
    {
        IReadOnlyList<int> nodes = NodesByName.Find(plan, name);
        return nodes.Count == 1
            ? nodes[0]
            : throw new UserErrorException(
                $"Step '{name}' has several nodes; name one: {string.Join(", ", nodes.Take(MostNames).Select(place => plan.Nodes[place].Name))}.");
    }
}
