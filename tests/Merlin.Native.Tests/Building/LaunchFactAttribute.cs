namespace Merlin.Native.Tests;

/// <summary>A test of <c>merlin-launch</c> on a real Flux; skipped with the reason where it cannot be built or run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LaunchFactAttribute : FactAttribute
{
    public LaunchFactAttribute()
    {
        Skip = LaunchBuild.SkipReason;
    }
}
