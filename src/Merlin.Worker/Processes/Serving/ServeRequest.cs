using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Merlin.Broker;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Processes.Serving;

/// <summary>Writes what a simulation that serves is told of a task. Belongs to one thread.</summary>
internal sealed class ServeRequest : IDisposable
{
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Writes a task's request, a line of JSON, to where the run keeps it.</summary>
    /// <param name="run">The task.</param>
    /// <param name="row">Its sample; null for a node without samples.</param>
    public void Write(TaskRun run, SampleRow? row)
    {
        ArrayBufferWriter<byte> request = run.Serving.Request;
        request.ResetWrittenCount();
        _json.Reset(request);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, run.Task.Key.Index);
        WriteSample(run, row);
        WriteText("workspace"u8, run.DirectoryPath()[..^1]);
        _json.WriteNumber("attempt"u8, run.Task.Attempt.Attempt);
        _json.WriteBoolean("restart"u8, run.Task.Attempt.Kind == TaskOutcome.Restart);
        _json.WriteEndObject();
        _json.Flush();
        request.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteSample(TaskRun run, SampleRow? row)
    {
        _json.WriteStartObject("sample"u8);
        if (row is not null)
        {
            IReadOnlyList<byte[]> labels = run.Node.SampleLabels;
            for (int column = 0; column < Math.Min(row.Columns, labels.Count); column++)
            {
                WriteValue(labels[column], row[column]);
            }
        }

        _json.WriteEndObject();
    }

    private void WriteValue(ReadOnlySpan<byte> label, ReadOnlySpan<byte> text)
    {
        if (JsonNumber.IsOne(text))
        {
            _json.WritePropertyName(label);
            _json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            WriteText(label, text);
        }
    }

    private void WriteText(ReadOnlySpan<byte> label, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            _json.WriteString(label, text);
        }
        else
        {
            _json.WriteString(label, Encoding.UTF8.GetString(text));
        }
    }
}
