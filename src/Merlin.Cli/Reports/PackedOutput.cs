using System.Globalization;
using System.Text;
using System.Text.Json;
using Merlin.Cli.Screen;
using Merlin.Worker.Packing.Format;

namespace Merlin.Cli.Reports;

/// <summary>Shows what packed tasks have printed, one record after the other.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="output">Whether standard output is shown.</param>
/// <param name="error">Whether standard error is shown.</param>
internal sealed class PackedOutput(Terminal terminal, bool output, bool error)
{
    /// <summary>Shows records as text.</summary>
    /// <param name="records">The records.</param>
    /// <param name="hasHeads">Whether each task is announced.</param>
    /// <returns>Whether there were any.</returns>
    public bool Show(IEnumerable<PackedRecord> records, bool hasHeads)
    {
        long shown = -1;
        foreach (PackedRecord record in records)
        {
            if (hasHeads && record.Index != shown)
            {
                terminal.Out.WriteLine(TaskHead.Of(record.Node.Name, record.Index));
            }

            shown = record.Index;
            ShowStream(record, isError: false);
            ShowStream(record, isError: true);
        }

        terminal.Out.Flush();
        return shown >= 0;
    }

    /// <summary>Shows records as one JSON text.</summary>
    public void ShowJson(IEnumerable<PackedRecord> records) => terminal.WriteJsonLine(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("attempts");
            foreach (PackedRecord record in records)
            {
                Write(writer, record);

                // A step may have printed more than fits into memory; one attempt always does.
                writer.Flush();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: true);

    private void ShowStream(PackedRecord record, bool isError)
    {
        if (isError ? !error : !output)
        {
            return;
        }

        terminal.Out.Write(Encoding.UTF8.GetString(record.Stream(isError).Span));
        string missing = isError ? ":err" : ":out";
        if (record.Parts.FirstOrDefault(part => part.Kind == PackedPartKind.LeftOut && part.Name == missing) is { } rest)
        {
            terminal.Out.Flush();
            terminal.Log.Warning(string.Create(
                CultureInfo.InvariantCulture,
                $"{record.Node.Name} {record.Index}: {rest.Size} more bytes were not kept; merlin.samples.keep_limit says how many are."));
        }
    }

    private void Write(Utf8JsonWriter writer, PackedRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("node", record.Node.Name);
        writer.WriteNumber("index", record.Index);
        writer.WriteNumber("attempt", record.Attempt);
        writer.WriteString("outcome", record.Outcome.ToString());
        writer.WriteNumber(record.BySignal ? "signal" : "exit_code", record.Code);
        if (output)
        {
            writer.WriteString("stdout", Encoding.UTF8.GetString(record.Stream(error: false).Span));
        }

        if (error)
        {
            writer.WriteString("stderr", Encoding.UTF8.GetString(record.Stream(error: true).Span));
        }

        writer.WriteStartArray("files");
        foreach (PackedPart part in record.Parts.Where(static part => part.Name.Length > 0))
        {
            writer.WriteStartObject();
            writer.WriteString("path", part.Name);
            writer.WriteNumber("bytes", part.Size);
            writer.WriteBoolean("kept", part.Kind != PackedPartKind.LeftOut);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
