namespace Merlin.Flux;

/// <summary>How a job id is written.</summary>
public enum JobIdForm
{
    /// <summary>As people see it: <c>ƒ2oLkTLb</c>.</summary>
    F58,

    /// <summary>The same where only ASCII goes through: <c>f2oLkTLb</c>.</summary>
    F58Plain,

    /// <summary>A decimal number.</summary>
    Dec,

    /// <summary>A hexadecimal number: <c>0x1f4</c>.</summary>
    Hex,

    /// <summary>The job's directory in the key-value store: <c>job.0000.0000.0000.01f4</c>.</summary>
    Kvs,
}
