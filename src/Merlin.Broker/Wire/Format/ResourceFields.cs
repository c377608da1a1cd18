using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>What tasks need, what consumers own, and where tasks ran.</summary>
internal static class ResourceFields
{
    private const int ShapeFields = 4;
    private const int ResourcesFields = 4;
    private const int PlaceFields = 3;
    private const int RunnerFields = 4;

    public static void Shape(this ref FieldWriter writer, ResourceShape shape)
    {
        writer.Begin(ShapeFields);
        WriteShape(shape, ref writer);
    }

    public static ResourceShape Shape(this ref FieldReader reader)
    {
        int outside = reader.Enter("shape");
        ResourceShape shape = ReadShape(ref reader);
        reader.Leave(outside);
        return shape;
    }

    public static void Shapes(this ref FieldWriter writer, IReadOnlyList<ResourceShape> shapes) =>
        writer.List(shapes, ShapeFields, WriteShape);

    public static ResourceShape[] Shapes(this ref FieldReader reader) => reader.List("shape", ShapeFields, ReadShape);

    public static void Resources(this ref FieldWriter writer, IReadOnlyList<InstanceResources> resources) =>
        writer.List(resources, ResourcesFields, static (InstanceResources kind, ref FieldWriter fields) =>
        {
            fields.Number(kind.Instances);
            fields.Number(kind.Nodes);
            fields.Number(kind.CoresPerNode);
            fields.Number(kind.GpusPerNode);
        });

    public static InstanceResources[] Resources(this ref FieldReader reader) =>
        reader.List(
            "resources",
            ResourcesFields,
            static (ref FieldReader fields) => new InstanceResources(
                fields.Int("instances", 1, WireLimits.Resources),
                fields.Int("nodes", 1, WireLimits.Resources),
                fields.Int("cores per node", 1, WireLimits.Resources),
                fields.Int("gpus per node", 0, WireLimits.Resources)),
            WireLimits.ResourceKinds);

    public static void Places(this ref FieldWriter writer, IReadOnlyList<TaskPlace> places) =>
        writer.List(places, PlaceFields, static (TaskPlace place, ref FieldWriter fields) =>
        {
            fields.Number(place.Index);
            fields.Name("job", place.Job);
            fields.Text(place.Hosts);
        });

    public static TaskPlace[] Places(this ref FieldReader reader) =>
        reader.List(
            "place",
            PlaceFields,
            static (ref FieldReader fields) => new TaskPlace(fields.Index(), fields.Name("job"), fields.Text("hosts")),
            WireLimits.Rows);

    /// <summary>Writes the worker behind an agent, or nil, as one field.</summary>
    public static void OptionalRunner(this ref FieldWriter writer, TaskRunner? runner)
    {
        if (runner is null)
        {
            writer.Nil();
            return;
        }

        writer.Begin(RunnerFields);
        writer.Name("consumer", runner.Consumer.Value);
        writer.Name("name", runner.Name);
        writer.Name("host", runner.Host);
        writer.Name("job", runner.Job);
    }

    public static TaskRunner? OptionalRunner(this ref FieldReader reader)
    {
        if (reader.TryNil("runner"))
        {
            return null;
        }

        int outside = reader.Enter("runner");
        var runner = new TaskRunner(
            new ConsumerId(reader.Name("consumer")), reader.Name("name"), reader.Name("host"), reader.Name("job"));
        reader.Leave(outside);
        return runner;
    }

    private static void WriteShape(ResourceShape shape, ref FieldWriter writer)
    {
        writer.Number(shape.Nodes);
        writer.Number(shape.Procs);
        writer.Number(shape.CoresPerProc);
        writer.Number(shape.GpusPerProc);
    }

    private static ResourceShape ReadShape(ref FieldReader reader) => new(
        reader.Int("nodes"), reader.Int("procs", 1), reader.Int("cores per proc", 1), reader.Int("gpus per proc"));
}
