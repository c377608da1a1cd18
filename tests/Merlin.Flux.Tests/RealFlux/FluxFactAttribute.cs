namespace Merlin.Flux.Testing;

/// <summary>A test that runs against a real Flux; skipped with the reason where there is none and none is required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FluxFactAttribute : FactAttribute
{
    public FluxFactAttribute()
    {
        Skip = FluxInstallation.SkipReason;
    }
}
