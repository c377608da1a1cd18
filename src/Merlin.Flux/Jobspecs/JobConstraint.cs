using System.Text.Json;

namespace Merlin.Flux;

/// <summary>On which nodes a job may run (RFC 31). Immutable.</summary>
public sealed class JobConstraint
{
    private readonly string _operator;
    private readonly Action<Utf8JsonWriter> _writeOperands;

    private JobConstraint(string name, Action<Utf8JsonWriter> writeOperands)
    {
        _operator = name;
        _writeOperands = writeOperands;
    }

    /// <summary>On the nodes of these brokers only.</summary>
    public static JobConstraint Ranks(IdSet ranks) => new("ranks", writer => writer.WriteStringValue(ranks.ToString()));

    /// <summary>On these hosts only.</summary>
    public static JobConstraint Hosts(HostList hosts) => new("hostlist", writer => writer.WriteStringValue(hosts.ToString()));

    /// <summary>On nodes with all of these properties; <c>^name</c> is a node without the property.</summary>
    public static JobConstraint Properties(params IReadOnlyList<string> names) => new("properties", writer =>
    {
        foreach (string name in names)
        {
            writer.WriteStringValue(name);
        }
    });

    /// <summary>Where all of these hold.</summary>
    public static JobConstraint And(params IReadOnlyList<JobConstraint> operands) => Combined("and", operands);

    /// <summary>Where one of these holds.</summary>
    public static JobConstraint Or(params IReadOnlyList<JobConstraint> operands) => Combined("or", operands);

    /// <summary>Where this does not hold.</summary>
    public static JobConstraint Not(JobConstraint operand) => Combined("not", [operand]);

    /// <summary>Writes it as a JSON object.</summary>
    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(_operator);
        _writeOperands(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static JobConstraint Combined(string name, IReadOnlyList<JobConstraint> operands) => new(name, writer =>
    {
        foreach (JobConstraint operand in operands)
        {
            operand.WriteTo(writer);
        }
    });
}
