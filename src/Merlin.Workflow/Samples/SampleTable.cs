namespace Merlin.Workflow.Samples;

/// <summary>
/// The rows of a samples file. Rows are read one at a time, so that memory does not grow with the file.
/// </summary>
/// <remarks>Any number of threads may read at once, each into a <see cref="SampleRow"/> of its own.</remarks>
public abstract class SampleTable : IDisposable
{
    /// <summary>Number of samples.</summary>
    public abstract long Rows { get; }

    /// <summary>Number of values of a sample.</summary>
    public abstract int Columns { get; }

    /// <summary>Reads one sample.</summary>
    /// <param name="row">Zero-based number of the sample.</param>
    /// <param name="target">Receives the sample's values as texts; its earlier content is lost.</param>
    /// <exception cref="SampleFileException">The file cannot be read or is not what it was.</exception>
    public abstract void Read(long row, SampleRow target);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
