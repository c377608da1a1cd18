using Merlin.Broker.Changes;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>How often workers were lost while a task ran on them, until the task's study is closed.</summary>
internal sealed class LossTable
{
    private readonly Statement _write;
    private readonly Statement _delete;
    private readonly Statement _select;
    private readonly Statement _clear;

    public LossTable(Database database)
    {
        _write = database.Prepare(
            "INSERT OR REPLACE INTO task_loss (task_array, task, any_losses, alone) VALUES ($1, $2, $3, $4)");
        _delete = database.Prepare("DELETE FROM task_loss WHERE task_array = $1 AND task = $2");
        _select = database.Prepare("SELECT task, any_losses, alone FROM task_loss WHERE task_array = $1 ORDER BY task");
        _clear = database.Prepare("DELETE FROM task_loss WHERE task_array = $1");
    }

    public void Write(StoredArray array, TaskLossesSet change)
    {
        TaskLosses losses = change.Losses;
        if (losses is { Any: 0, Alone: 0 })
        {
            _delete.Run(array.Key, losses.Index);
        }
        else
        {
            _write.Run(array.Key, losses.Index, losses.Any, losses.Alone);
        }
    }

    public List<TaskLosses> Read(StoredArray array)
    {
        var losses = new List<TaskLosses>();
        using SqliteDataReader rows = _select.Rows(array.Key);
        while (rows.Read())
        {
            losses.Add(new TaskLosses(rows.GetInt64(0), rows.GetInt32(1), rows.GetInt32(2)));
        }

        return losses;
    }

    public void Clear(StoredArray array) => _clear.Run(array.Key);
}
