namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>A test that needs Python with ZeroMQ and msgpack; skipped with the reason without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute()
    {
        Skip = PythonClient.Absence;
    }
}
