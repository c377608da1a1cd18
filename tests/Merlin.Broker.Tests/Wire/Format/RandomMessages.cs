using System.Reflection;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Broker.Wire.Format;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>Makes random values of any message type, within what the protocol can say.</summary>
internal sealed class RandomMessages(Random random)
{
    private static readonly MethodInfo ListMaker =
        typeof(RandomMessages).GetMethod(nameof(List), BindingFlags.NonPublic | BindingFlags.Instance)!;

    /// <summary>Every type of message that the assembly has, session frames among them.</summary>
    public static IEnumerable<Type> Types { get; } =
    [
        .. typeof(ClientMessage).Assembly.GetTypes()
            .Where(type => !type.IsAbstract
                && (type.IsAssignableTo(typeof(ClientMessage))
                    || type.IsAssignableTo(typeof(BrokerMessage))
                    || type.IsAssignableTo(typeof(SessionFrame))))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    public object Message(Type type) => Value(type, "");

    private object Value(Type type, string name) => Special(type, name) ?? Plain(type) ?? Composite(type);

    // Values with a meaning that their type alone does not tell.
    private object? Special(Type type, string name) => name switch
    {
        "Request" or "LargestFrame" => random.NextInt64(1, long.MaxValue),
        "Slots" or "Limit" => random.Next(1, 1000),
        "Leases" => random.Next(1_000_000),
        "HighestVersion" => 1000 + random.Next(1000),
        "LowestVersion" => random.Next(1000),
        "Live" => true,
        "Index" => random.NextInt64(WireLimits.Tasks),
        "Next" => random.NextInt64(WireLimits.Tasks),
        "KeepAliveInterval" => TimeSpan.FromMilliseconds(random.Next(1, 100_000)),
        "Chain" => Chain(),
        _ => null,
    };

    private object? Plain(Type type) => type switch
    {
        _ when type == typeof(string) => Text(),
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(int) => (int)Number(int.MaxValue),
        _ when type == typeof(long) => Number(long.MaxValue),
        _ when type == typeof(double) => random.NextDouble() * Math.Pow(10, random.Next(-9, 9)),
        _ when type == typeof(TimeSpan) => new TimeSpan(Number(long.MaxValue / 10) * 10),
        _ when type == typeof(Instant) => new Instant(Time()),
        _ when type == typeof(TaskRecord) => Record(random.Next(1, 14)),
        _ when type == typeof(TaskRow) => Row(),
        _ when type == typeof(ResourceShape) => new ResourceShape(
            random.Next(), random.Next(1, int.MaxValue), random.Next(1, int.MaxValue), random.Next()),
        _ when type == typeof(InstanceResources) => new InstanceResources(
            random.Next(1, WireLimits.Resources), random.Next(1, WireLimits.Resources), random.Next(1, 200), random.Next(9)),
        _ when type == typeof(RunnerShare) => new RunnerShare((TaskRunner)Composite(typeof(TaskRunner))!, random.Next(1, int.MaxValue)),
        _ when type == typeof(AttemptState) => new AttemptState(
            Number(WireLimits.Tasks - 1), random.Next(), (TaskOutcome)random.Next(32, 35), Time(), random.Next(9)),
        _ when type == typeof(RunningTask) => new RunningTask(
            new ArrayId(new StudyId(Number(long.MaxValue)), random.Next()), Number(WireLimits.Tasks - 1), random.Next(), Time()),
        _ when type == typeof(IReadOnlyDictionary<TaskOutcome, long>) => Outcomes(),
        _ when type == typeof(IReadOnlyList<IndexRange>) => Ranges(),
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Bytes()),
        _ when type.IsEnum => Enum.GetValuesAsUnderlyingType(type) is int[] numbers
            ? Enum.ToObject(type, numbers[random.Next(numbers.Length)])
            : null,
        _ => null,
    };

    private object Composite(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return ListMaker.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [])!;
        }

        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        object made = constructor.Invoke([.. constructor.GetParameters().Select(one => Optional(one.ParameterType, one.Name!))]);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite))
        {
            if (!Array.Exists(constructor.GetParameters(), one => one.Name == property.Name))
            {
                property.SetValue(made, Optional(property.PropertyType, property.Name));
            }
        }

        // The owner of a submission does not travel.
        return made is StudySubmission submission ? submission with { Owner = "" } : made;
    }

    private object? Optional(Type type, string name) => Nullable.GetUnderlyingType(type) is { } inner
        ? random.Next(2) == 0 ? null : Value(inner, name)
        : Value(type, name);

    private T[] List<T>() =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => (T)Optional(typeof(T), "")!)];

    private ArrayId[] Chain()
    {
        var study = new StudyId(Number(long.MaxValue));
        return [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ArrayId(study, random.Next()))];
    }

    private IndexRange[] Ranges()
    {
        var ranges = new List<IndexRange>();
        long end = 0;
        for (int i = random.Next(5); i > 0; i--)
        {
            long start = end + random.Next(100_000);
            end = start + 1 + random.Next(100_000);
            ranges.Add(new IndexRange(start, end));
        }

        return [.. ranges];
    }

    private Dictionary<TaskOutcome, long> Outcomes() => Enum.GetValues<TaskOutcome>()
        .Where(_ => random.Next(2) == 0)
        .ToDictionary(outcome => outcome, _ => random.NextInt64(WireLimits.Tasks));

    private TaskRecord Record(int outcome)
    {
        long duration = Number(1L << 50);
        return new TaskRecord(
            Number(WireLimits.Tasks - 1),
            (TaskOutcome)outcome,
            random.Next(-1, 256),
            random.Next(3),
            Time(),
            duration,
            random.Next(2) == 0 ? duration : Number(1L << 50));
    }

    private TaskRow Row()
    {
        TaskRecord record = Record(random.Next(14));
        string? consumer = random.Next(3) == 0 ? null : $"worker{random.Next(3)}";
        return new TaskRow(
            record.Index,
            record.Outcome,
            record.ExitCode,
            record.Attempt,
            record.StartMicros,
            record.DurationMicros,
            record.ElapsedMicros,
            consumer)
        {
            Hosts = consumer is null ? null : $"node{random.Next(3)}",
            Job = random.Next(2) == 0 ? null : Text(),
            Instance = random.Next(2) == 0 ? null : $"ƒ{random.Next(3)}",
        };
    }

    private long Time() => random.Next(5) == 0 ? 0 : 1_700_000_000_000_000 + random.NextInt64(1_000_000_000_000);

    // Small, middling and largest ones alike: each size of number has an encoding of its own.
    private long Number(long most) => Math.Min(most, random.NextInt64(long.MaxValue) >> random.Next(63));

    private string Text() => new([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(32, 0x3000))]);

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        return bytes;
    }
}
