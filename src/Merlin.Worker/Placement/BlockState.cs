namespace Merlin.Worker.Placement;

/// <summary>Whose a block of cores is.</summary>
internal enum BlockState
{
    /// <summary>Flux's: there is no placeholder.</summary>
    Left = 0,

    /// <summary>A placeholder was asked for, and Flux has not given it cores yet.</summary>
    Asked = 1,

    /// <summary>The worker's: the placeholder has cores, and tasks may begin on them.</summary>
    Covered = 2,

    /// <summary>To become Flux's: what runs on its cores ends there, and nothing more begins.</summary>
    Leaving = 3,

    /// <summary>Nobody's yet: the placeholder is being ended.</summary>
    Ending = 4,
}
