using System.Buffers;
using Merlin.Worker.Processes.Serving;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Pool;

/// <summary>Buffers of one thread of the pool.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>A sample.</summary>
    public SampleRow Row { get; } = new();

    /// <summary>Writes requests to simulations.</summary>
    public ServeRequest ServeRequest { get; } = new();

    /// <summary>A file's content.</summary>
    public ArrayBufferWriter<byte> Text { get; } = new(4096);

    /// <inheritdoc/>
    public void Dispose() => ServeRequest.Dispose();
}
