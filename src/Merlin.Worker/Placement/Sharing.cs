namespace Merlin.Worker.Placement;

/// <summary>
/// Divides the instance's cores between what the worker runs itself and the Flux jobs of its tasks, so that no core is
/// ever both's.
/// </summary>
/// <remarks>
/// Flux takes all cores for free that it has no job on. So while there are Flux jobs, the worker's tasks begin only on cores
/// that placeholder jobs hold. Flux gets more room when placeholders end, and the worker when more of them begin.
/// </remarks>
internal sealed class Sharing
{
    private const int BlocksPerNode = 8;
    private readonly CoreBook _book;
    private readonly Block[] _blocks;
    private readonly Block[][] _blocksOf;
    private readonly Split _split;
    private readonly List<BlockOrder> _orders = [];
    private readonly int _patience;
    private int _cut;
    private bool _isJobsTurn;
    private int _begunInTurn;

    /// <summary>Begins alone.</summary>
    /// <param name="book">The nodes.</param>
    /// <param name="patience">How many tasks one side may begin while the other waits for all that the first uses.</param>
    public Sharing(CoreBook book, int patience)
    {
        _book = book;
        _blocks = Block.Cut(book, BlocksPerNode);
        ILookup<int, Block> byNode = _blocks.ToLookup(static block => block.Node);
        _blocksOf = [.. Enumerable.Range(0, book.Nodes.Count).Select(node => byNode[node].ToArray())];
        _split = new Split(_blocks, book);
        _patience = patience;
    }

    /// <summary>Who uses the cores.</summary>
    public SharingStage Stage { get; private set; }

    /// <summary>How many cores Flux jobs may use together; 0 as long as none may begin.</summary>
    public long CoresOfJobs => Stage == SharingStage.Shared ? _split.CoresBefore(_cut) : 0;

    /// <summary>Takes what is to be done with placeholders.</summary>
    public IReadOnlyList<BlockOrder> TakeOrders()
    {
        if (_orders.Count == 0)
        {
            return [];
        }

        BlockOrder[] orders = [.. _orders];
        _orders.Clear();
        return orders;
    }

    /// <summary>A task has begun on one of the sides.</summary>
    public void Began(bool isJob) => _begunInTurn += isJob == _isJobsTurn ? 1 : 0;

    /// <summary>Divides anew after something has changed.</summary>
    /// <param name="jobs">What Flux jobs need: those that are in Flux's hands and those that wait.</param>
    /// <param name="packed">What the worker's own tasks need, running and waiting.</param>
    /// <param name="packedWait">Whether any of the worker's own tasks wait for cores.</param>
    public void Weigh(Need jobs, Need packed, bool packedWait)
    {
        if (jobs.IsNone)
        {
            BeAlone();
            return;
        }

        if (Stage != SharingStage.Shared && !TryShare())
        {
            return;
        }

        _cut = Cut(jobs, packed, packedWait);
        Settle();
    }

    /// <summary>A node has gone down or come back.</summary>
    public void NodesChanged() => _split.Forget();

    /// <summary>A placeholder has its cores.</summary>
    public void Cover(Block block, IReadOnlyList<int> cores, IReadOnlyList<int> gpus)
    {
        if (block.State == BlockState.Asked)
        {
            block.State = BlockState.Covered;
            block.Cores = cores;
            block.Gpus = gpus;
            OpenCovered();
        }
    }

    /// <summary>A placeholder is gone, whoever ended it.</summary>
    public void Uncover(Block block)
    {
        block.State = BlockState.Left;
        block.Cores = [];
        block.Gpus = [];
        OpenCovered();
    }

    private void BeAlone()
    {
        if (Stage != SharingStage.Alone)
        {
            Stage = SharingStage.Alone;
            foreach (Block block in _blocks)
            {
                block.State = block.State == BlockState.Leaving ? BlockState.Covered : block.State;
            }

            foreach (NodeBook node in _book.Nodes)
            {
                node.Cores.OpenAll();
                node.Gpus.OpenAll();
            }
        }
    }

    /// <summary>Lets Flux jobs begin if everything that the worker runs is covered; has it covered otherwise.</summary>
    private bool TryShare()
    {
        if (!IsEverythingCovered())
        {
            Stage = SharingStage.Covering;
            foreach (Block block in _blocks)
            {
                Claim(block);
            }

            return false;
        }

        Stage = SharingStage.Shared;
        _begunInTurn = 0;
        CloseAll();
        return true;
    }

    private bool IsEverythingCovered()
    {
        for (int node = 0; node < _book.Nodes.Count; node++)
        {
            Block[] covering = Array.FindAll(_blocksOf[node], static block => block.HasCores);
            if (_book.Nodes[node].Cores.Held.Except(covering.SelectMany(static block => block.Cores)).Any()
                || _book.Nodes[node].Gpus.Held.Except(covering.SelectMany(static block => block.Gpus)).Any())
            {
                return false;
            }
        }

        return true;
    }

    private int Cut(Need jobs, Need packed, bool packedWait)
    {
        if (packed.IsNone)
        {
            return _blocks.Length;
        }

        int fewest = _split.FewestFor(jobs);
        int most = _split.MostBeside(packed);
        if (fewest <= most)
        {
            // A small change of what is needed is not worth a job of Flux's.
            int fair = Math.Clamp(_split.Fair(jobs, packed), fewest, most);
            bool isNear = Math.Abs(fair - _cut) <= _blocks.Length / BlocksPerNode && _cut >= fewest && _cut <= most;
            return isNear ? _cut : fair;
        }

        // Both do not fit beside each other: in turns. Jobs in Flux's hands may have no cores yet, so they count as waiting.
        if (!packedWait)
        {
            TakeTurn(jobs: true);
        }
        else if (_begunInTurn >= _patience)
        {
            TakeTurn(!_isJobsTurn);
        }

        return _isJobsTurn ? _blocks.Length : 0;
    }

    private void TakeTurn(bool jobs)
    {
        if (_isJobsTurn != jobs)
        {
            _isJobsTurn = jobs;
            _begunInTurn = 0;
        }
    }

    private void Settle()
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            if (i < _cut)
            {
                Leave(_blocks[i]);
            }
            else
            {
                Claim(_blocks[i]);
            }
        }

        OpenCovered();
    }

    private void Claim(Block block)
    {
        if (!_book.Nodes[block.Node].IsUp)
        {
            Leave(block);
        }
        else if (block.State == BlockState.Left)
        {
            block.State = BlockState.Asked;
            _orders.Add(new BlockOrder(block, Begins: true));
        }
        else if (block.State == BlockState.Leaving)
        {
            block.State = BlockState.Covered;
        }
    }

    private void Leave(Block block)
    {
        block.State = block.State == BlockState.Covered ? BlockState.Leaving : block.State;
        NodeBook node = _book.Nodes[block.Node];
        bool isEmpty = block.State == BlockState.Leaving && !node.Cores.AnyHeld(block.Cores) && !node.Gpus.AnyHeld(block.Gpus);
        if (block.State == BlockState.Asked || isEmpty)
        {
            block.State = BlockState.Ending;
            _orders.Add(new BlockOrder(block, Begins: false));
        }
    }

    private void CloseAll()
    {
        foreach (NodeBook node in _book.Nodes)
        {
            node.Cores.OpenOnly([]);
            node.Gpus.OpenOnly([]);
        }

        foreach (Block block in _blocks)
        {
            block.IsOpen = false;
        }
    }

    // This happens with every task; the blocks of hardly any node have changed then.
    private void OpenCovered()
    {
        for (int node = 0; Stage == SharingStage.Shared && node < _blocksOf.Length; node++)
        {
            if (Array.Exists(_blocksOf[node], static block => block.IsOpen != block.MayBeOpen))
            {
                OpenCovered(node);
            }
        }
    }

    private void OpenCovered(int node)
    {
        Block[] blocks = _blocksOf[node];
        foreach (Block block in blocks)
        {
            block.IsOpen = block.MayBeOpen;
        }

        Block[] open = Array.FindAll(blocks, static block => block.IsOpen);
        _book.Nodes[node].Cores.OpenOnly(open.SelectMany(static block => block.Cores));
        _book.Nodes[node].Gpus.OpenOnly(open.SelectMany(static block => block.Gpus));
    }
}
