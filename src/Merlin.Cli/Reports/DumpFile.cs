using System.Text;
using System.Text.Json;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports;

/// <summary>A file that keeps how something stood at several times: later dumps are added to earlier ones.</summary>
internal sealed class DumpFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly string _path;
    private readonly bool _json;

    private DumpFile(string path, bool json)
    {
        _path = path;
        _json = json;
    }

    /// <summary>A dump file by its name.</summary>
    /// <param name="text">The path as typed; ends in <c>.csv</c> or <c>.json</c>.</param>
    /// <exception cref="UserErrorException">It ends in something else.</exception>
    public static DumpFile Named(string text) => Path.GetExtension(text) switch
    {
        ".csv" => new DumpFile(UserPath.Resolve(text), json: false),
        ".json" => new DumpFile(UserPath.Resolve(text), json: true),
        _ => throw new UserErrorException($"The dump file '{text}' must end in .csv or .json."),
    };

    /// <summary>Adds the tasks to the file, or makes it.</summary>
    /// <param name="selection">The tasks.</param>
    /// <param name="time">When they were looked at, local time.</param>
    /// <returns>What was done, for the log.</returns>
    /// <exception cref="UserErrorException">The file cannot be written, or is no dump.</exception>
    public string Write(TaskSelection selection, DateTimeOffset time) => Write(new TaskDump(selection, time));

    /// <summary>Adds a dump to the file, or makes it.</summary>
    /// <param name="dump">The dump.</param>
    /// <returns>What was done, for the log.</returns>
    /// <exception cref="UserErrorException">The file cannot be written, or is no dump of this kind.</exception>
    public string Write(IDump dump)
    {
        bool exists = File.Exists(_path) && new FileInfo(_path).Length > 0;
        try
        {
            if (_json)
            {
                WriteJson(dump, exists);
            }
            else
            {
                AppendCsv(dump, exists);
            }
        }
        catch (Exception refusal) when (FileTrouble.Is(refusal))
        {
            throw new UserErrorException($"The dump file '{_path}' cannot be written: {FileTrouble.Reason(refusal)}.", refusal);
        }

        return exists ? $"Added the status to '{_path}'." : $"Wrote the status to '{_path}'.";
    }

    private void AppendCsv(IDump dump, bool exists)
    {
        if (exists)
        {
            RefuseOtherColumns(dump.Columns);
        }

        using var writer = new StreamWriter(_path, append: true, Utf8);
        if (!exists)
        {
            writer.WriteLine(dump.Columns);
        }

        dump.WriteRows(writer);
    }

    private void RefuseOtherColumns(string columns)
    {
        using var reader = new StreamReader(_path, Utf8);
        if (reader.ReadLine() != columns)
        {
            throw new UserErrorException(
                $"'{_path}' is there and has other columns than this dump ({columns}); choose another dump file.");
        }
    }

    // The newest dump comes first, so the file is written anew beside the old one and takes its place when it is whole.
    private void WriteJson(IDump dump, bool exists)
    {
        string draft = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = File.Create(draft))
            {
                WriteEntry(stream, dump);
                if (exists)
                {
                    AppendEarlierEntries(stream);
                }

                stream.Write("\n}\n"u8);
            }

            File.Move(draft, _path, overwrite: true);
        }
        finally
        {
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }
        }
    }

    private static void WriteEntry(FileStream stream, IDump dump)
    {
        stream.Write(Utf8.GetBytes($"{{\n\"{TimeText.Of(dump.Time)}\": "));
        using var writer = new Utf8JsonWriter(stream, JsonText.Options(indented: true));
        dump.WriteJson(writer);
    }

    private void AppendEarlierEntries(FileStream target)
    {
        using FileStream old = File.OpenRead(_path);
        (long start, long end) = Inside(old);
        old.Position = start;
        int first = old.ReadByte();
        if (start == end)
        {
            return;
        }

        target.Write(",\n"u8);
        target.WriteByte((byte)first);
        Copy(old, target, end - start - 1);
    }

    /// <summary>Where the members of the file's object begin and end, blanks left out.</summary>
    private (long Start, long End) Inside(FileStream file)
    {
        long start = SkipBlanks(file, 0, +1);
        long end = SkipBlanks(file, file.Length - 1, -1);
        if (end <= start || ByteAt(file, start) != '{' || ByteAt(file, end) != '}')
        {
            throw new UserErrorException($"'{_path}' is there and holds no JSON object; choose another dump file.");
        }

        return (SkipBlanks(file, start + 1, +1), SkipBlanks(file, end - 1, -1) + 1) is var (first, last) && first < last
            ? (first, last)
            : (end, end);
    }

    private static long SkipBlanks(FileStream file, long position, int step)
    {
        while (position >= 0 && position < file.Length && ByteAt(file, position) is ' ' or '\t' or '\r' or '\n')
        {
            position += step;
        }

        return position;
    }

    private static int ByteAt(FileStream file, long position)
    {
        file.Position = position;
        return file.ReadByte();
    }

    private static void Copy(FileStream source, FileStream target, long count)
    {
        byte[] buffer = new byte[81920];
        while (count > 0 && source.Read(buffer, 0, (int)Math.Min(buffer.Length, count)) is > 0 and int read)
        {
            target.Write(buffer, 0, read);
            count -= read;
        }
    }
}
