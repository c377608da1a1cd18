namespace Merlin.Broker.Security;

/// <summary>What a sealed text is; one made for one purpose does not open for another. The numbers are kept on disk.</summary>
public enum SealPurpose
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A study's plan.</summary>
    Plan = 1,

    /// <summary>What tasks gave back.</summary>
    Result = 2,
}
