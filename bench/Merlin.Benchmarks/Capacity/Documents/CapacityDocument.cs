using Merlin.Benchmarks.Overhead;

namespace Merlin.Benchmarks.Capacity.Documents;

/// <summary>Writes what was recorded into a document, between its marks, and the charts into the directory beside it.</summary>
internal static class CapacityDocument
{
    private const string Usage = "capacity-report --records FILE.jsonl --document FILE.md";
    private const string Block = "capacity";

    /// <summary>Runs it: <c>capacity-report --records FILE.jsonl --document FILE.md</c>.</summary>
    public static int Run(string[] args)
    {
        try
        {
            if (args is not ["--records", string records, "--document", string document])
            {
                throw new FormatException(Usage);
            }

            Write(new CapacityRecords(records), document);
            return 0;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static void Write(CapacityRecords records, string document)
    {
        string directory = Path.ChangeExtension(document, null);
        Directory.CreateDirectory(directory);
        string content = CapacityTables.Of(records);
        foreach ((string name, string title, string svg) in CapacityCharts.Of(records))
        {
            File.WriteAllText(Path.Combine(directory, $"capacity-{name}.svg"), svg);
            content += $"\n![{title}]({Path.GetFileName(directory)}/capacity-{name}.svg)\n";
        }

        File.WriteAllText(document, MarkdownBlock.Replace(File.ReadAllText(document), Block, content));
    }
}
