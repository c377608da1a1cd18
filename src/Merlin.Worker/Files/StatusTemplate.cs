using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Status;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Files;

/// <summary>
/// Makes the text of a node's <c>MERLIN_STATUS.json</c> files, in the layout that existing readers and their users
/// know: one line, a blank after each colon and comma.
/// </summary>
internal sealed class StatusTemplate
{
    private readonly byte[] _head;
    private readonly byte[] _entryEnd;
    private readonly byte[] _tail;

    /// <summary>Prepares what does not change from task to task.</summary>
    public StatusTemplate(PlanNode node, WorkerOptions options)
    {
        string parameters =
            $"{{\"cmd\": {Map(node.CommandParameters)}, \"restart\": {Map(node.RestartParameters)}}}";
        _head = Encoding.UTF8.GetBytes($"{{{Quoted(node.Name)}: {{\"parameters\": {parameters}, ");
        string workers = options.StatusNamesWorker ? $", \"workers\": [{Quoted(options.Name)}]" : "";
        string queue = options.StatusNamesWorker ? $", \"task_queue\": {Quoted(node.Queue)}" : "";
        _entryEnd = Encoding.UTF8.GetBytes(workers + "}");
        _tail = Encoding.UTF8.GetBytes(queue + workers + "}}");
    }

    /// <summary>Writes how a task stands.</summary>
    /// <param name="run">The task.</param>
    /// <param name="status">Its status word.</param>
    /// <param name="outcome">Its outcome; none while it has not ended.</param>
    /// <param name="target">Receives the text.</param>
    public void Write(TaskRun run, string status, TaskOutcome outcome, IBufferWriter<byte> target)
    {
        target.Write(_head);
        Text(Quoted(run.Node.Renderer.StatusKey(run.Task.Key.Index)), target);
        target.Write(": {\"status\": \""u8);
        Text(status, target);
        target.Write("\", \"return_code\": "u8);
        Text(TaskWords.ReturnCode(outcome) is { } code ? $"\"{code}\"" : "null", target);
        bool hasTimes = outcome != TaskOutcome.None && run.StartMicros != 0;
        target.Write(", \"elapsed_time\": \""u8);
        Duration(hasTimes, run.Elapsed, target);
        target.Write("\", \"run_time\": \""u8);
        Duration(hasTimes, run.Duration, target);
        target.Write("\", \"restarts\": "u8);
        Number(Restarts(run, outcome), target);
        target.Write(_entryEnd);
        target.Write(_tail);
    }

    private static int Restarts(TaskRun run, TaskOutcome outcome)
    {
        int attempt = run.Task.Attempt.Attempt;
        return outcome.AsksForAnotherAttempt() ? attempt + 1 : TaskWords.Restarts(outcome, attempt);
    }

    private static void Duration(bool known, TimeSpan span, IBufferWriter<byte> target)
    {
        if (known)
        {
            DurationText.Write(span, target);
        }
        else
        {
            target.Write(DurationText.Unknown);
        }
    }

    private static void Number(int value, IBufferWriter<byte> target)
    {
        const int Longest = 11;
        Utf8Formatter.TryFormat(value, target.GetSpan(Longest), out int written);
        target.Advance(written);
    }

    private static void Text(string text, IBufferWriter<byte> target) => Encoding.UTF8.GetBytes(text, target);

    private static string Map(IReadOnlyList<KeyValuePair<string, string>>? parameters) =>
        parameters is null
            ? "null"
            : "{" + string.Join(", ", parameters.Select(entry => $"{Quoted(entry.Key)}: {entry.Value}")) + "}";

    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
