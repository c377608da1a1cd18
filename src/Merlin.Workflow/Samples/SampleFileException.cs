namespace Merlin.Workflow.Samples;

/// <summary>A samples file cannot be read. The message names the file and says what to do.</summary>
public sealed class SampleFileException : Exception
{
    /// <summary>States the defect.</summary>
    /// <param name="file">The samples file.</param>
    /// <param name="message">What is wrong with it and what to do, for the user.</param>
    /// <param name="inner">The cause, if another exception told it.</param>
    public SampleFileException(string file, string message, Exception? inner = null)
        : base($"{file}: {message}", inner) => File = file;

    /// <summary>The samples file.</summary>
    public string File { get; }
}
