using System.Globalization;

namespace Merlin.Flux;

/// <summary>A job of a Flux instance; ids of different instances may be the same.</summary>
/// <param name="Number">The id as a number.</param>
public readonly record struct JobId(ulong Number)
{
    /// <summary>Stands for any job, where Flux takes that.</summary>
    public static readonly JobId Any = new(ulong.MaxValue);

    /// <summary>Reads any form that Flux reads: F58, decimal, hexadecimal, key-value store path, words.</summary>
    /// <exception cref="FormatException">It is no job id.</exception>
    public static JobId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out JobId id) ? id : throw new FormatException($"'{text}' is no Flux job id.");

    /// <summary>Reads any form that Flux reads.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out JobId id)
    {
        bool read = JobIdText.TryRead(text.Trim(), out ulong number);
        id = new JobId(number);
        return read;
    }

    /// <summary>The id as text in one of Flux's forms.</summary>
    public string ToString(JobIdForm form) => form switch
    {
        JobIdForm.F58 => JobIdText.Mark + JobIdText.Base58(Number),
        JobIdForm.F58Plain => JobIdText.PlainMark + JobIdText.Base58(Number),
        JobIdForm.Dec => Number.ToString(CultureInfo.InvariantCulture),
        JobIdForm.Hex => $"0x{Number:x}",
        JobIdForm.Kvs => JobIdText.KvsPath(Number),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    /// <summary>The id in F58, as people see it.</summary>
    public override string ToString() => ToString(JobIdForm.F58);
}
