namespace Merlin.Cli.Doctor;

/// <summary>What a check found.</summary>
internal enum FindingState
{
    /// <summary>It works.</summary>
    Good = 0,

    /// <summary>It is not there, and only some uses need it.</summary>
    Absent = 1,

    /// <summary>It works, but not as it should.</summary>
    Doubtful = 2,

    /// <summary>It does not work.</summary>
    Bad = 3,
}
