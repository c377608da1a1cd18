using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>A question about the study that a process runs.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Ordinal">For <see cref="StatusKind.Tasks"/>, the array.</param>
/// <param name="From">For <see cref="StatusKind.Tasks"/>, the first index of interest.</param>
internal readonly record struct StatusRequest(StatusKind Kind, int Ordinal = 0, long From = 0)
{
    public byte[] ToFrame()
    {
        var writer = new BlobWriter();
        writer.Byte(StatusFrame.Version);
        writer.Byte((byte)Kind);
        if (Kind == StatusKind.Tasks)
        {
            writer.Number(Ordinal);
            writer.Number(From);
        }

        return writer.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">The frame is not a question.</exception>
    public static StatusRequest FromFrame(ReadOnlySpan<byte> frame)
    {
        var reader = new BlobReader(frame);
        reader.Byte();
        var kind = (StatusKind)reader.Byte();
        StatusRequest request = kind switch
        {
            StatusKind.Status or StatusKind.Plan => new StatusRequest(kind),
            StatusKind.Tasks => new StatusRequest(
                kind, (int)reader.Number(int.MaxValue), reader.Number(long.MaxValue)),
            _ => throw new InvalidDataException($"There is no question of kind {(int)kind}."),
        };
        return reader.AtEnd ? request : throw new InvalidDataException("A question is longer than it should be.");
    }
}
