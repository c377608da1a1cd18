using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The consumers that were given tasks. A small number stands for each in the other tables.</summary>
/// <remarks>
/// Rows are read when they are needed, and only so many of them are remembered: over the years a broker sees very many
/// workers.
/// </remarks>
internal sealed class ConsumerTable
{
    private const int MostRemembered = 65_536;

    private readonly Dictionary<ConsumerId, int> _numbers = [];
    private readonly Dictionary<int, WorkerFacts> _facts = [];
    private readonly Statement _number;
    private readonly Statement _select;
    private readonly Statement _insert;
    private readonly Statement _bind;
    private readonly Statement _describe;

    public ConsumerTable(Database database)
    {
        _number = database.Prepare("SELECT id FROM consumer WHERE identity = $1");
        _select = database.Prepare("SELECT identity, name, key, owner, host, job FROM consumer WHERE id = $1");
        _insert = database.Prepare("INSERT INTO consumer (identity, name) VALUES ($1, $2) RETURNING id");
        _bind = database.Prepare(
            "UPDATE consumer SET name = $2, key = $3, owner = $4, host = $5, job = $6 WHERE id = $1");
        _describe = database.Prepare("UPDATE consumer SET owner = $2, name = $3, host = $4, job = $5 WHERE id = $1");
    }

    /// <summary>Binds a consumer's identity to a key.</summary>
    public void Bind(ConsumerBound change)
    {
        int number = NumberOf(change.Consumer);
        _bind.Run(number, change.Name, change.Key, change.Owner, change.Host, change.Job);
        Remember(_facts, number, new WorkerFacts(change.Name, change.Host, change.Job, change.Owner));
    }

    /// <summary>The number that stands for a consumer; given at the first call.</summary>
    public int NumberOf(ConsumerId consumer)
    {
        if (!_numbers.TryGetValue(consumer, out int number))
        {
            number = (int)(_number.Number(consumer.Value)
                ?? _insert.Number(consumer.Value, consumer.Value)!.Value);
            Remember(_numbers, consumer, number);
        }

        return number;
    }

    /// <summary>
    /// The number that stands for a worker of which an agent tells; null when the identity is another user's, so that the
    /// agent is not believed.
    /// </summary>
    public int? NumberOf(TaskRunner runner, string owner)
    {
        int number = NumberOf(runner.Consumer);
        WorkerFacts known = FactsOf(number);
        if (known.Owner.Length > 0 && known.Owner != owner)
        {
            return null;
        }

        var told = new WorkerFacts(runner.Name, runner.Host, runner.Job, owner);
        if (known != told)
        {
            _describe.Run(number, owner, runner.Name, runner.Host, runner.Job);
            Remember(_facts, number, told);
        }

        return number;
    }

    /// <summary>A consumer by its number.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public ConsumerSnapshot Read(int number)
    {
        using SqliteDataReader rows = _select.Rows(number);
        return rows.Read()
            ? new ConsumerSnapshot(
                new ConsumerId(rows.GetString(0)), rows.GetString(1), rows.GetString(2), rows.GetString(3))
            {
                Host = rows.GetString(4),
                Job = rows.GetString(5),
            }
            : throw new InvalidDataException($"Something names consumer {number}, which does not exist.");
    }

    /// <summary>What people call a consumer, by its number.</summary>
    public string NameOf(int number) => FactsOf(number).Name;

    /// <summary>What is known of a consumer, by its number.</summary>
    public WorkerFacts FactsOf(int number)
    {
        if (!_facts.TryGetValue(number, out WorkerFacts facts))
        {
            ConsumerSnapshot consumer = Read(number);
            facts = new WorkerFacts(consumer.Name, consumer.Host, consumer.Job, consumer.Owner);
            Remember(_facts, number, facts);
        }

        return facts;
    }

    /// <summary>What is known of a consumer; null when it is nothing.</summary>
    public WorkerFacts? FactsOf(ConsumerId consumer) => Find(consumer) is { } number ? FactsOf(number) : null;

    /// <summary>What people call a consumer: its identity when it is not known.</summary>
    public string NameOf(ConsumerId consumer) => FactsOf(consumer)?.Name ?? consumer.Value;

    /// <summary>The user to whom an identity belongs; null when it is nobody's yet.</summary>
    public string? OwnerOf(ConsumerId consumer) =>
        FactsOf(consumer)?.Owner is { Length: > 0 } owner ? owner : null;

    // What is forgotten is read again.
    private static void Remember<TKey, TValue>(Dictionary<TKey, TValue> some, TKey key, TValue value)
        where TKey : notnull
    {
        if (some.Count >= MostRemembered)
        {
            some.Clear();
        }

        some[key] = value;
    }

    private int? Find(ConsumerId consumer) => _numbers.TryGetValue(consumer, out int number)
        ? number
        : (int?)_number.Number(consumer.Value);
}
