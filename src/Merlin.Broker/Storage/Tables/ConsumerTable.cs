using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The consumers that ran tasks. A small number stands for each in the task records.</summary>
internal sealed class ConsumerTable
{
    private readonly Dictionary<ConsumerId, int> _numbers = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<ConsumerId, string> _introduced = [];
    private readonly Statement _select;
    private readonly Statement _insert;

    public ConsumerTable(Database database)
    {
        _select = database.Prepare("SELECT id, identity, name FROM consumer");
        _insert = database.Prepare("INSERT INTO consumer (id, identity, name) VALUES ($1, $2, $3)");
    }

    public void Load()
    {
        using SqliteDataReader rows = _select.Rows();
        while (rows.Read())
        {
            Keep(rows.GetInt32(0), new ConsumerId(rows.GetString(1)), rows.GetString(2));
        }
    }

    /// <summary>Says what people call a consumer; it is written when the consumer's first record is.</summary>
    public void Introduce(ConsumerId consumer, string name) => _introduced[consumer] = name;

    /// <summary>The number that stands for a consumer in task records.</summary>
    public int NumberOf(ConsumerId consumer)
    {
        if (!_numbers.TryGetValue(consumer, out int number))
        {
            number = _numbers.Count + 1;
            string name = NameOf(consumer);
            _insert.Run(number, consumer.Value, name);
            Keep(number, consumer, name);
        }

        return number;
    }

    public string NameOf(int number) => _names.GetValueOrDefault(number)
        ?? throw new InvalidDataException($"A task record names consumer {number}, which does not exist.");

    /// <summary>What people call a consumer: its identity when it was never introduced.</summary>
    public string NameOf(ConsumerId consumer) => _introduced.GetValueOrDefault(consumer)
        ?? (_numbers.TryGetValue(consumer, out int number) ? _names[number] : consumer.Value);

    private void Keep(int number, ConsumerId consumer, string name)
    {
        _numbers.Add(consumer, number);
        _names.Add(number, name);
    }
}
