using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>Whether what the root believes of every task is what its store was told, and whether its counts are right.</summary>
internal sealed class StateCheck(SimRoot root, ModelStore store)
{
    /// <summary>Ends the root's turn and compares.</summary>
    public void Run()
    {
        root.EndTurn();
        foreach (Study study in root.Scheduler.Studies)
        {
            foreach (TaskArray array in study.Arrays)
            {
                Check(array, store.Array(array.Id), store.Holders(array.Id));
            }
        }
    }

    private static void Check(TaskArray array, ModelArray model, int[] holders)
    {
        var counted = new long[8];
        for (long index = 0; index < array.Spec.Count; index++)
        {
            TaskState[] states = [.. Enum.GetValues<TaskState>().Where(state => array.States[state].Contains(index))];
            TaskState state = Assert.Single(states);
            counted[(int)state]++;
            Assert.Equal(model.Ended[index]?.EndState(), state >= TaskState.Succeeded ? state : null);
            Assert.True(holders[index] == (state == TaskState.Leased ? 1 : 0), $"{array.Id} task {index} is {state} and has {holders[index]} holders");
        }

        ArrayCounts counts = array.Counts();
        long[] told =
            [counts.Waiting, counts.Ready, counts.Leased, counts.Succeeded, counts.Failed, counts.Raised, counts.NotRun, counts.Cancelled];
        Assert.Equal(counted, told);
        Assert.InRange(counts.Running, 0, counts.Leased);
    }
}
