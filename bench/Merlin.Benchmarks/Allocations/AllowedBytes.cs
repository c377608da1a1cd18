using System.Globalization;

namespace Merlin.Benchmarks.Allocations;

/// <summary>The committed list of how many bytes each hot operation may allocate: a name and a number a line.</summary>
internal sealed class AllowedBytes
{
    private const string Head = "# Bytes that one operation may allocate; 'bench/allocations.sh' checks, 'bench/allocations.sh --update' writes them.";
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <summary>Reads the list.</summary>
    /// <exception cref="InvalidDataException">A line holds no number.</exception>
    public static AllowedBytes Read(string file)
    {
        var allowed = new AllowedBytes();
        foreach (string line in File.ReadLines(file))
        {
            int blank = line.LastIndexOf(' ');
            if (line.StartsWith('#') || blank < 0)
            {
                continue;
            }

            if (!long.TryParse(line.AsSpan(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
            {
                throw new InvalidDataException($"{file}: '{line}' ends in no number.");
            }

            allowed._bytes[line[..blank]] = bytes;
        }

        return allowed;
    }

    /// <summary>Writes a list.</summary>
    public static void Write(string file, IEnumerable<(string Operation, long Bytes)> measured) =>
        File.WriteAllLines(file, measured
            .Select(static entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Operation} {entry.Bytes}"))
            .Prepend(Head));

    /// <summary>The bytes of an operation, or null when it is not in the list.</summary>
    public long? this[string operation] => _bytes.TryGetValue(operation, out long bytes) ? bytes : null;

    /// <summary>Operations of the list that are not among those.</summary>
    public IEnumerable<string> Except(IEnumerable<string> operations) => _bytes.Keys.Except(operations, StringComparer.Ordinal);
}
