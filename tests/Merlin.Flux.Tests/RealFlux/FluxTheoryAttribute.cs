namespace Merlin.Flux.Testing;

/// <summary>A theory that runs against a real Flux; skipped with the reason where there is none and none is required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FluxTheoryAttribute : TheoryAttribute
{
    public FluxTheoryAttribute()
    {
        Skip = FluxInstallation.SkipReason;
    }
}
