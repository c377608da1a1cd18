using System.Globalization;

namespace Merlin.Benchmarks.Load.Redis;

/// <summary>Works off tasks as a task queue over Redis does: one RPUSH, one BLPOP and one HSET for each.</summary>
/// <param name="eager">Whether a consumer sends its result and asks for the next task in one go.</param>
/// <param name="tasks">How many tasks are measured.</param>
/// <param name="connections">How many producers there are, and how many consumers.</param>
internal sealed class RedisLoad(bool eager, long tasks, int connections) : ILoad
{
    private const string Queue = "queue";
    private const string Results = "results";
    private const string Result = "0 1700000000000000 1";
    private const string End = "end";

    private static readonly byte[] Pop = RespConnection.Command("BLPOP", Queue, "0");
    private static readonly byte[] PushEnd = RespConnection.Command("RPUSH", Queue, End);

    public string Name { get; } = eager ? "redis, HSET and BLPOP in one go" : "redis";

    public long Tasks => tasks;

    public async Task<LoadResult> RunAsync(string directory, long warmUp)
    {
        using RedisProcess redis = await RedisProcess.StartAsync(directory);
        RespConnection[] all = await Task.WhenAll(Enumerable.Range(0, 2 * connections).Select(_ => redis.ConnectAsync()));
        try
        {
            await WorkOffAsync(all, warmUp);
            return new LoadResult(await WorkOffAsync(all, tasks));
        }
        finally
        {
            Array.ForEach(all, connection => connection.Dispose());
        }
    }

    private async Task<TimeSpan> WorkOffAsync(RespConnection[] all, long count)
    {
        long begin = TimeProvider.System.GetTimestamp();
        Task consumers = Task.WhenAll(all[connections..].Select(connection => Task.Run(() => ConsumeAsync(connection))));
        await Task.WhenAll(all[..connections].Select((connection, number) => Task.Run(() => ProduceAsync(connection, number, count))));
        for (int i = 0; i < connections; i++)
        {
            await AskAsync(all[0], PushEnd);
        }

        await consumers;
        return TimeProvider.System.GetElapsedTime(begin);
    }

    private async Task ProduceAsync(RespConnection connection, int number, long count)
    {
        for (long task = number; task < count; task += connections)
        {
            await AskAsync(connection, RespConnection.Command("RPUSH", Queue, task.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task ConsumeAsync(RespConnection connection)
    {
        string task = await AskAsync(connection, Pop);
        while (task != End)
        {
            byte[] store = RespConnection.Command("HSET", Results, task, Result);
            if (eager)
            {
                await connection.SendAsync((byte[])[.. store, .. Pop]);
                await connection.ReceiveAsync();
                task = await connection.ReceiveAsync();
            }
            else
            {
                await AskAsync(connection, store);
                task = await AskAsync(connection, Pop);
            }
        }
    }

    private static async ValueTask<string> AskAsync(RespConnection connection, byte[] command)
    {
        await connection.SendAsync(command);
        return await connection.ReceiveAsync();
    }
}
