namespace Merlin.Broker.Hosting;

/// <summary>A broker's loop ended because of a defect in the program. The message is for the user.</summary>
public sealed class HostFaultException : Exception
{
    /// <summary>States that the loop ended.</summary>
    /// <param name="cause">The defect, for the log.</param>
    public HostFaultException(Exception cause)
        : base("Merlin stopped because of a defect in itself; what was recorded is safe, restart the study to go on", cause)
    {
    }
}
