namespace Merlin.Workflow.Samples.Npy;

/// <summary>What the header of a <c>.npy</c> file of a table says.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="ColumnMajor">Whether the elements of a column lie together (Fortran order) instead of those of a row.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="DataStart">Where in the file the elements begin.</param>
internal readonly record struct NpyHeader(NpyType Type, bool ColumnMajor, long Rows, int Columns, long DataStart);
