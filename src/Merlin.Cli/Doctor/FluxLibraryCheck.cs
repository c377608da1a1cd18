using Merlin.Flux;

namespace Merlin.Cli.Doctor;

/// <summary>Whether libflux is there.</summary>
internal static class FluxLibraryCheck
{
    private const string Name = "flux library";

    /// <summary>Makes the check.</summary>
    public static Finding Make() => FluxLibrary.TryLoad(out string? whyNot)
        ? new Finding(Name, FindingState.Good, $"libflux {FluxLibrary.Version} in {FluxLibrary.Location}")
        : new Finding(Name, FindingState.Absent, whyNot, "only workers in Flux allocations need it");
}
