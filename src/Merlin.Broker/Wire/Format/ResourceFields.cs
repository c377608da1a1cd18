using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>What tasks need, what consumers own, and where tasks ran.</summary>
internal static class ResourceFields
{
    private const int ShapeFields = 4;
    private const int ResourcesFields = 4;
    private const int PlaceFields = 3;
    private const int RunnerFields = 5;

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

    /// <summary>Writes the workers behind an agent, each with how many tasks it ran.</summary>
    public static void Runners(this ref FieldWriter writer, IReadOnlyList<RunnerShare> runners) =>
        writer.List(runners, RunnerFields, static (RunnerShare share, ref FieldWriter fields) =>
        {
            fields.Name("consumer", share.Runner.Consumer.Value);
            fields.Name("name", share.Runner.Name);
            fields.Name("host", share.Runner.Host);
            fields.Name("job", share.Runner.Job);
            fields.Number(share.Tasks);
        });

    public static RunnerShare[] Runners(this ref FieldReader reader) =>
        reader.List("runner", RunnerFields, ReadRunner, WireLimits.Rows);

    private static RunnerShare ReadRunner(ref FieldReader fields) => new(
        new TaskRunner(new ConsumerId(fields.Name("consumer")), fields.Name("name"), fields.Name("host"), fields.Name("job")),
        fields.Int("tasks", 1));

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
