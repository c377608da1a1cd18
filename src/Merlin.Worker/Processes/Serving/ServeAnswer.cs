using System.Text;
using System.Text.Json;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes.Serving;

/// <summary>Reads what a simulation that serves has answered.</summary>
internal static class ServeAnswer
{
    private const int MostExitCode = 255;
    private const int MostShown = 200;

    /// <summary>Reads an answer; results go to where the run keeps them.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="run">The task that it must be for.</param>
    /// <param name="exitCode">The exit code in it.</param>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? Read(ReadOnlySpan<byte> line, TaskRun run, out int exitCode)
    {
        exitCode = -1;
        try
        {
            string? complaint = ReadObject(line, run, ref exitCode);
            return complaint ?? (exitCode < 0 ? $"answered without an \"exit_code\": {Shown(line)}" : null);
        }
        catch (JsonException)
        {
            return $"answered what is no line of JSON: {Shown(line)}";
        }
    }

    private static string? ReadObject(ReadOnlySpan<byte> line, TaskRun run, ref int exitCode)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return $"answered what is no JSON object: {Shown(line)}";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string? complaint = null;
            if (json.ValueTextEquals("exit_code"u8))
            {
                complaint = ReadExitCode(ref json, line, out exitCode);
            }
            else if (json.ValueTextEquals("index"u8))
            {
                complaint = CheckIndex(ref json, run);
            }
            else if (json.ValueTextEquals("results"u8))
            {
                complaint = TakeResults(ref json, line, run);
            }
            else
            {
                json.Skip();
            }

            if (complaint is not null)
            {
                return complaint;
            }
        }

        json.Read(); // nothing may follow
        return null;
    }

    private static string? ReadExitCode(ref Utf8JsonReader json, ReadOnlySpan<byte> line, out int exitCode)
    {
        json.Read();
        exitCode = -1;
        return json.TokenType == JsonTokenType.Number && json.TryGetInt32(out exitCode) && exitCode is >= 0 and <= MostExitCode
            ? null
            : $"answered with an \"exit_code\" that is no whole number from 0 to {MostExitCode}: {Shown(line)}";
    }

    private static string? CheckIndex(ref Utf8JsonReader json, TaskRun run)
    {
        json.Read();
        bool isOwn = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long index) && index == run.Task.Key.Index;
        if (isOwn)
        {
            return null;
        }

        string other = json.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(json.ValueSpan) : "something that is no number";
        return $"answered for index {other} when it was asked for {run.Task.Key.Index}";
    }

    private static string? TakeResults(ref Utf8JsonReader json, ReadOnlySpan<byte> line, TaskRun run)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return $"answered with \"results\" that are no JSON object: {Shown(line)}";
        }

        int start = (int)json.TokenStartIndex;
        json.Skip();
        run.Serving.TakeResults(line[start..(int)json.BytesConsumed]);
        return null;
    }

    private static string Shown(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, MostShown)]);
        return line.Length > MostShown ? $"'{text}…'" : $"'{text}'";
    }
}
