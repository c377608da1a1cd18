using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Merlin.Benchmarks.Allocations;

/// <summary>One hot benchmark with one combination of its parameters.</summary>
internal sealed class HotOperation
{
    // The least of a few counts: what the runtime allocates now and then for itself is not ours.
    private const int Rounds = 3;

    private readonly Type _type;
    private readonly MethodInfo _method;
    private readonly HotAttribute _hot;
    private readonly (PropertyInfo Property, object? Value)[] _parameters;

    private HotOperation(Type type, MethodInfo method, HotAttribute hot, (PropertyInfo Property, object? Value)[] parameters)
    {
        _type = type;
        _method = method;
        _hot = hot;
        _parameters = parameters;
        string values = string.Join(", ", parameters.Select(
            static entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Property.Name}: {entry.Value}")));
        Name = $"{type.Name}.{method.Name}{(values.Length > 0 ? $"({values})" : "")}";
    }

    /// <summary>The operation's name, by which it stands in the list of what may be allocated.</summary>
    public string Name { get; }

    /// <summary>All hot operations of the program, in the order of their names.</summary>
    public static IReadOnlyList<HotOperation> All() =>
        [.. typeof(HotOperation).Assembly.GetTypes().SelectMany(Of).OrderBy(static operation => operation.Name, StringComparer.Ordinal)];

    /// <summary>The bytes that one operation allocates on the average, rounded down.</summary>
    public long Measure()
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            least = Math.Min(least, MeasureOnce());
        }

        return least / _hot.Operations;
    }

    private long MeasureOnce()
    {
        object subject = Activator.CreateInstance(_type)!;
        foreach ((PropertyInfo property, object? value) in _parameters)
        {
            property.SetValue(subject, value);
        }

        Call<GlobalSetupAttribute>(subject);
        try
        {
            Action operation = OperationOn(subject);
            Repeat(operation, _hot.WarmUp);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(operation, _hot.Operations);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        finally
        {
            Call<GlobalCleanupAttribute>(subject);
        }
    }

    private Action OperationOn(object subject)
    {
        if (_method.ReturnType == typeof(void))
        {
            return _method.CreateDelegate<Action>(subject);
        }

        Func<int> function = _method.CreateDelegate<Func<int>>(subject);
        return () => _ = function();
    }

    private static void Repeat(Action operation, int times)
    {
        for (int i = 0; i < times; i++)
        {
            operation();
        }
    }

    private void Call<TAttribute>(object subject)
        where TAttribute : Attribute
    {
        foreach (MethodInfo method in _type.GetMethods().Where(static m => m.IsDefined(typeof(TAttribute))))
        {
            method.CreateDelegate<Action>(subject)();
        }
    }

    private static IEnumerable<HotOperation> Of(Type type) =>
        from method in type.GetMethods()
        let hot = method.GetCustomAttribute<HotAttribute>()
        where hot is not null
        from parameters in Combinations(type)
        select new HotOperation(type, method, hot, parameters);

    private static IEnumerable<(PropertyInfo Property, object? Value)[]> Combinations(Type type)
    {
        IEnumerable<(PropertyInfo Property, object? Value)[]> all = [[]];
        foreach (PropertyInfo property in type.GetProperties())
        {
            if (property.GetCustomAttribute<ParamsAttribute>() is { } parameters)
            {
                all = all.SelectMany(before => parameters.Values.Select(value => ((PropertyInfo, object?)[])[.. before, (property, value)]));
            }
        }

        return all;
    }
}
