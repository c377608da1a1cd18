namespace Merlin.MessagePack;

/// <summary>The kinds of MessagePack values.</summary>
public enum MessagePackType
{
    /// <summary>The one byte that the format never uses.</summary>
    Unknown = 0,

    /// <summary>A whole number of either sign.</summary>
    Integer = 1,

    /// <summary>Nothing.</summary>
    Nil = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>A floating-point number of either size.</summary>
    Float = 4,

    /// <summary>UTF-8 text.</summary>
    String = 5,

    /// <summary>Bytes.</summary>
    Binary = 6,

    /// <summary>A sequence of values.</summary>
    Array = 7,

    /// <summary>Pairs of values.</summary>
    Map = 8,

    /// <summary>Bytes with an application's type number.</summary>
    Extension = 9,
}
