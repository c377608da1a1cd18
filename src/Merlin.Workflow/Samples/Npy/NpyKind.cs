namespace Merlin.Workflow.Samples.Npy;

/// <summary>What the elements of an array are; the values are the format's own letters.</summary>
internal enum NpyKind
{
    /// <summary>Truth values of one byte.</summary>
    Boolean = 'b',

    /// <summary>Signed integers.</summary>
    Signed = 'i',

    /// <summary>Unsigned integers.</summary>
    Unsigned = 'u',

    /// <summary>IEEE floating-point numbers.</summary>
    Float = 'f',

    /// <summary>Byte strings padded with zeros.</summary>
    Bytes = 'S',

    /// <summary>Strings of UTF-32 code units padded with zeros.</summary>
    Unicode = 'U',
}
