using System.Globalization;

namespace Merlin.Workflow.Samples.Npy;

/// <summary>The Python dictionary in a <c>.npy</c> header, of which just these three entries are allowed.</summary>
/// <param name="Descr">The type of the elements; null when it is not a plain string (an array of records).</param>
/// <param name="FortranOrder">Whether the elements of a column lie together.</param>
/// <param name="Shape">The array's dimensions.</param>
internal sealed record NpyHeaderText(string? Descr, bool FortranOrder, IReadOnlyList<long> Shape)
{
    /// <summary>Reads the dictionary.</summary>
    /// <returns>Its entries, or null when the text is something else.</returns>
    public static NpyHeaderText? Parse(string text) =>
        Entry(text, "descr") is string descr
        && Entry(text, "fortran_order") is string order
        && Entry(text, "shape") is string shape
        && Order(order) is bool fortran
        && Dimensions(shape) is IReadOnlyList<long> dimensions
            ? new NpyHeaderText(PlainString(descr), fortran, dimensions)
            : null;

    /// <summary>The text from behind the key's colon to the end of the header.</summary>
    private static string? Entry(string text, string key)
    {
        foreach (char quote in "'\"")
        {
            string quoted = $"{quote}{key}{quote}";
            int at = text.IndexOf(quoted, StringComparison.Ordinal);
            string rest = at < 0 ? "" : text[(at + quoted.Length)..].TrimStart();
            if (rest.StartsWith(':'))
            {
                return rest[1..].TrimStart();
            }
        }

        return null;
    }

    private static string? PlainString(string text)
    {
        if (text.Length == 0 || text[0] is not ('\'' or '"'))
        {
            return null;
        }

        int end = text.IndexOf(text[0], 1);
        return end < 0 ? null : text[1..end];
    }

    private static bool? Order(string text) =>
        text.StartsWith("True", StringComparison.Ordinal) ? true
        : text.StartsWith("False", StringComparison.Ordinal) ? false
        : null;

    private static List<long>? Dimensions(string text)
    {
        int end = text.IndexOf(')', StringComparison.Ordinal);
        if (!text.StartsWith('(') || end < 0)
        {
            return null;
        }

        var dimensions = new List<long>();
        foreach (string part in text[1..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Python 2 wrote long integers with an L.
            if (!long.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long dimension))
            {
                return null;
            }

            dimensions.Add(dimension);
        }

        return dimensions;
    }
}
