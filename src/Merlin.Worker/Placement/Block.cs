namespace Merlin.Worker.Placement;

/// <summary>
/// A part of a node that is either the worker's, by a placeholder job that holds its cores and sleeps, or Flux's. Which
/// cores it is, Flux decides anew with each placeholder.
/// </summary>
/// <param name="node">The place of its node.</param>
/// <param name="rank">The rank of that node.</param>
/// <param name="cores">How many cores it has.</param>
/// <param name="gpus">How many GPUs it has.</param>
internal sealed class Block(int node, int rank, int cores, int gpus)
{
    /// <summary>The place of its node.</summary>
    public int Node { get; } = node;

    /// <summary>The rank of its node's broker.</summary>
    public int Rank { get; } = rank;

    /// <summary>How many cores it has.</summary>
    public int CoreCount { get; } = cores;

    /// <summary>How many GPUs it has.</summary>
    public int GpuCount { get; } = gpus;

    /// <summary>Whose it is.</summary>
    public BlockState State { get; set; }

    /// <summary>Its cores while it is covered.</summary>
    public IReadOnlyList<int> Cores { get; set; } = [];

    /// <summary>Its GPUs while it is covered.</summary>
    public IReadOnlyList<int> Gpus { get; set; } = [];

    /// <summary>Whether tasks may begin on its cores.</summary>
    public bool MayBeOpen => State == BlockState.Covered;

    /// <summary>Whether its cores are open to tasks in the book, while cores are shared.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether its placeholder holds cores.</summary>
    public bool HasCores => State is BlockState.Covered or BlockState.Leaving;

    /// <summary>Cuts nodes into blocks, in the order in which they are left to Flux: the worker's own node comes last.</summary>
    /// <param name="book">The nodes.</param>
    /// <param name="perNode">How many blocks a node has at most.</param>
    public static Block[] Cut(CoreBook book, int perNode)
    {
        var blocks = new List<Block>();
        IEnumerable<int> order = Enumerable.Range(0, book.Nodes.Count).Where(node => node != book.Own).Append(book.Own);
        foreach (int node in order)
        {
            NodeBook owns = book.Nodes[node];
            int count = Math.Min(perNode, owns.Cores.Count);
            for (int i = 0; i < count; i++)
            {
                blocks.Add(new Block(node, owns.Node.Rank, Share(owns.Cores.Count, i, count), Share(owns.Gpus.Count, i, count)));
            }
        }

        return [.. blocks];
    }

    private static int Share(int all, int part, int parts) => (all * (part + 1) / parts) - (all * part / parts);
}
