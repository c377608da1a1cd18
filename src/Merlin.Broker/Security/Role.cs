namespace Merlin.Broker.Security;

/// <summary>What the bearer of a key may do. The numbers are kept in files and on the wire: never reuse one.</summary>
public enum Role
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Runs tasks of its owner's studies; may submit nothing.</summary>
    Worker = 1,

    /// <summary>Submits, watches and steers its owner's studies; runs nothing.</summary>
    Producer = 2,

    /// <summary>Both of the above: what a person gets.</summary>
    User = 3,

    /// <summary>Sees and steers everybody's studies and workers; runs nothing of anybody else's.</summary>
    Administrator = 4,
}
