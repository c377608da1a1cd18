namespace Merlin.Worker.Studies;

/// <summary>A study's place on the shelf.</summary>
internal sealed class ShelvedStudy
{
    /// <summary>The revision of the plan that was asked for.</summary>
    public required int Asked { get; set; }

    /// <summary>The revision that is here; -1 for none.</summary>
    public int Present { get; set; } = -1;

    /// <summary>What can be done with it, or null.</summary>
    public StudyWork? Work { get; set; }

    /// <summary>When it was last needed; a higher number is later.</summary>
    public long Needed { get; set; }
}
