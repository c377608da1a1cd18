namespace Merlin.Worker.Packing.Format;

/// <summary>What a record says about its attempt beside numbers.</summary>
[Flags]
internal enum RecordFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The restart script ran.</summary>
    Restart = 1,

    /// <summary>A signal ended it, and the code is the signal's number.</summary>
    Signal = 2,
}
