namespace Merlin.Flux;

/// <summary>Urgencies with a meaning; any number from 0 to 31 may be used.</summary>
public static class JobUrgency
{
    /// <summary>The job is held until its urgency is raised.</summary>
    public const int Hold = 0;

    /// <summary>The urgency of a job that nobody gave another.</summary>
    public const int Default = 16;

    /// <summary>Before all others.</summary>
    public const int Expedite = 31;
}
