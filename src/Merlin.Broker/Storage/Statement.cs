using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>One SQL statement, compiled once and run with values for its parameters <c>$1</c>, <c>$2</c>, …</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this project; values are parameters.
        _command.CommandText = sql;
#pragma warning restore CA2100
    }

    /// <summary>Runs it and returns how many rows changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and returns the first column of its first row, or null without rows or for SQL's null.</summary>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() as long?;
    }

    /// <summary>Runs it and returns the first column of all rows.</summary>
    public List<long> Numbers(params ReadOnlySpan<object?> values)
    {
        var numbers = new List<long>();
        using SqliteDataReader rows = Rows(values);
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    /// <summary>Runs it and returns the first column of its first row, or null without rows.</summary>
    public string? Text(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() as string;
    }

    /// <summary>Runs it; the caller reads the rows and disposes of the reader before it runs the statement again.</summary>
    public SqliteDataReader Rows(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i == _command.Parameters.Count)
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
