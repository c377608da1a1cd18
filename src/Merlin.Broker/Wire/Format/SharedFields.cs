using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>Fields that several messages have in common.</summary>
internal static class SharedFields
{
    public static void Study(this ref FieldWriter writer, StudyId study) => writer.Number(study.Value);

    public static StudyId Study(this ref FieldReader reader) => new(reader.Number("study"));

    public static void Lease(this ref FieldWriter writer, LeaseId lease) => writer.Number(lease.Value);

    public static LeaseId Lease(this ref FieldReader reader) => new(reader.Number("lease"));

    /// <summary>Writes an array as two fields.</summary>
    public static void Array(this ref FieldWriter writer, ArrayId array)
    {
        writer.Study(array.Study);
        writer.Number(array.Ordinal);
    }

    public static ArrayId Array(this ref FieldReader reader) => new(reader.Study(), reader.Int("ordinal"));

    public static long Index(this ref FieldReader reader) => reader.Number("index", 0, WireLimits.Tasks - 1);

    /// <summary>Writes a task, or nil, as one field.</summary>
    public static void OptionalTask(this ref FieldWriter writer, TaskId? task)
    {
        if (task is not { } id)
        {
            writer.Nil();
            return;
        }

        writer.Begin(3);
        writer.Array(id.Array);
        writer.Number(id.Index);
    }

    public static TaskId? OptionalTask(this ref FieldReader reader, string field)
    {
        if (reader.TryNil(field))
        {
            return null;
        }

        int outside = reader.Enter(field);
        var task = new TaskId(reader.Array(), reader.Index());
        reader.Leave(outside);
        return task;
    }

    public static void HeldLeases(this ref FieldWriter writer, IReadOnlyList<HeldLease> leases) =>
        writer.List(leases, 4, static (HeldLease held, ref FieldWriter fields) =>
        {
            fields.Lease(held.Lease);
            fields.Array(held.Array);
            fields.Ranges(held.Ranges);
        });

    public static HeldLease[] HeldLeases(this ref FieldReader reader, string field) =>
        reader.List(field, 4, static (ref FieldReader fields) =>
            new HeldLease(fields.Lease(), fields.Array(), fields.Ranges("ranges")));

    public static long Request(this ref FieldReader reader) => reader.Number("request", 1);
}
