using Merlin.Broker.Messages;

namespace Merlin.Broker.Hosting;

/// <summary>A message on its way from a line to the loop.</summary>
internal sealed class LineMessage(MemoryChannel channel, ClientMessage message, int bytes) : LoopWork
{
    public override int Bytes => bytes;

    public override void Run() => channel.Take(message, bytes);
}
