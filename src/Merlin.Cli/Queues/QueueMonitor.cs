using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Commands;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Queues;

/// <summary>Looks at queues again and again until nothing is left to do in them. A broker that restarts is waited for.</summary>
/// <param name="call">The conversation with the broker.</param>
/// <param name="queues">The queues on the broker.</param>
/// <param name="interval">The time before the first look and between looks.</param>
internal sealed class QueueMonitor(BrokerCall call, IReadOnlyList<string> queues, TimeSpan interval)
{
    private const int LooksForWorkers = 10;

    /// <summary>Watches.</summary>
    /// <exception cref="UserErrorException">No worker serves the queues, and none comes.</exception>
    public async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(interval, call.Terminal.Clock, call.Stop);
            QueueLook look = await LookAsync();
            look = look.Workers > 0 ? look : await AwaitWorkersAsync();
            if (look.IsDone)
            {
                call.Terminal.Log.Info("Monitor: no work is left and no task runs: stop condition met.");
                return;
            }
        }
    }

    private async Task<QueueLook> AwaitWorkersAsync()
    {
        for (int i = 0; i < LooksForWorkers; i++)
        {
            await Task.Delay(interval, call.Terminal.Clock, call.Stop);
            QueueLook look = await LookAsync();
            if (look.Workers > 0)
            {
                return look;
            }
        }

        throw new UserErrorException(
            $"Monitor: no worker serves {string.Join(", ", queues)}, and none has come. Start some with 'merlin run-workers'.");
    }

    private async Task<QueueLook> LookAsync()
    {
        QueueList found = await call.AskAsync<QueueList>(number => new QueueListRequest(number, queues));
        ConsumerList workers = await call.AskAsync<ConsumerList>(static number => new ConsumerListRequest(number));
        var look = new QueueLook(
            call.Terminal.Clock.GetLocalNow(),
            found.Queues.Sum(QueueReport.TasksOf),
            found.Queues.Sum(static queue => queue.Leased),
            workers.Consumers.Count(Serves));
        call.Terminal.Log.Info(look.ToString());
        if (call.Json)
        {
            call.Terminal.WriteJsonLine(look.WriteJson, indented: false);
        }

        return look;
    }

    private bool Serves(ConsumerSummary worker) => worker.Queues.Count == 0 || worker.Queues.Intersect(queues).Any();
}
