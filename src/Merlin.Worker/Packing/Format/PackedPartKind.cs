namespace Merlin.Worker.Packing.Format;

/// <summary>What a part of a record is.</summary>
public enum PackedPartKind
{
    /// <summary>What the attempt wrote to its standard output; has no name.</summary>
    Output = 0,

    /// <summary>What it wrote to its standard error; has no name.</summary>
    Error = 1,

    /// <summary>A file.</summary>
    File = 2,

    /// <summary>A symbolic link; its content is where it leads.</summary>
    SymbolicLink = 3,

    /// <summary>A directory; has no content.</summary>
    Directory = 4,

    /// <summary>
    /// What is not kept because of the limit, because it is no file, or because it could not be read; has a size and no
    /// content. For output and error that are cut off the name is <c>:out</c> or <c>:err</c>, and the size what is missing.
    /// </summary>
    LeftOut = 5,
}
