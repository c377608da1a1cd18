namespace Merlin.Native.Tests;

/// <summary>A theory of <c>merlin-launch</c> on a real Flux; skipped with the reason where it cannot be built or run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LaunchTheoryAttribute : TheoryAttribute
{
    public LaunchTheoryAttribute()
    {
        Skip = LaunchBuild.SkipReason;
    }
}
