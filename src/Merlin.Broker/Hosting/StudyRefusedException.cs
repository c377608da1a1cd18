namespace Merlin.Broker.Hosting;

/// <summary>A broker did not take a study, or a request about it. The message is the broker's reason.</summary>
public sealed class StudyRefusedException : Exception
{
    /// <summary>States the reason.</summary>
    /// <param name="reason">Why, in words for the person who asked.</param>
    public StudyRefusedException(string reason)
        : base(reason)
    {
    }
}
