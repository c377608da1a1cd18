namespace Merlin.Broker.Wire.Format;

/// <summary>
/// The versions of the protocol that this program speaks. Within a version the protocol grows by new messages and by new
/// fields at the end of old ones; another version is made when that is not enough.
/// </summary>
public static class ProtocolVersion
{
    /// <summary>The lowest version spoken.</summary>
    public const int Lowest = 1;

    /// <summary>The highest version spoken.</summary>
    public const int Highest = 1;

    /// <summary>The version that both sides speak: the highest common one, or null when there is none.</summary>
    /// <param name="lowest">The other side's lowest version.</param>
    /// <param name="highest">The other side's highest version.</param>
    public static int? Common(int lowest, int highest)
    {
        int common = Math.Min(highest, Highest);
        return common >= Math.Max(lowest, Lowest) ? common : null;
    }
}
