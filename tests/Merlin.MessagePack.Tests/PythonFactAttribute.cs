namespace Merlin.MessagePack.Tests;

/// <summary>A test that needs Python and its msgpack; skipped with the reason without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        Skip = Python.Absence;
    }
}
