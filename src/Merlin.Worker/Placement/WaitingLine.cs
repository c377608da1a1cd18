using System.Diagnostics.CodeAnalysis;

namespace Merlin.Worker.Placement;

/// <summary>
/// Tasks that wait for a seat. The one that came first goes first; where it does not fit, smaller ones behind it may
/// overtake it, but only so often: then nothing more begins until it does.
/// </summary>
/// <typeparam name="T">What stands for a task.</typeparam>
/// <param name="patience">How often a task may be overtaken.</param>
internal sealed class WaitingLine<T>(int patience)
    where T : class
{
    private readonly List<WaitingKind<T>> _kinds = [];

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _kinds.Count == 0;

    /// <summary>How many demands those have that wait.</summary>
    public int Kinds => _kinds.Count;

    /// <summary>Adds what those that wait need.</summary>
    public void AddTo(Need need)
    {
        foreach (WaitingKind<T> kind in _kinds)
        {
            need.Add(kind.Demand, kind.Count);
        }
    }

    /// <summary>Adds a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="demand">What it needs.</param>
    /// <param name="number">Its number, higher than that of any before.</param>
    public void Add(T task, in TaskDemand demand, long number)
    {
        foreach (WaitingKind<T> kind in _kinds)
        {
            if (kind.Demand == demand)
            {
                kind.Add(task, number);
                return;
            }
        }

        var fresh = new WaitingKind<T>(demand);
        fresh.Add(task, number);
        _kinds.Add(fresh);
    }

    /// <summary>Takes the next task that can begin.</summary>
    /// <param name="seating">Says which can.</param>
    /// <param name="claims">Whether a task is still wanted; those that are not are forgotten.</param>
    /// <param name="task">The task.</param>
    /// <param name="demand">What it needs.</param>
    public bool TryTake(ISeating seating, Func<T, bool> claims, [NotNullWhen(true)] out T? task, out TaskDemand demand) =>
        TryTake(seating, SeatAnswer.Seated, claims, out task, out demand);

    /// <summary>Takes a task that does not fit on the nodes that are up.</summary>
    /// <inheritdoc cref="TryTake(ISeating, Func{T, bool}, out T, out TaskDemand)"/>
    public bool TryTakeMisfit(ISeating seating, Func<T, bool> claims, [NotNullWhen(true)] out T? task) =>
        TryTake(seating, SeatAnswer.Never, claims, out task, out _);

    private bool TryTake(
        ISeating seating, SeatAnswer wanted, Func<T, bool> claims, [NotNullWhen(true)] out T? task, out TaskDemand demand)
    {
        _kinds.Sort(static (one, other) => one.First.CompareTo(other.First));
        for (int place = 0; place < _kinds.Count; place++)
        {
            WaitingKind<T> kind = _kinds[place];
            SeatAnswer answer = seating.Ask(kind.Demand);
            if (answer == wanted && kind.TryTake(claims, out task))
            {
                demand = kind.Demand;
                Overtake(wanted == SeatAnswer.Seated ? place : 0, seating);
                Forget(kind);
                return true;
            }

            if (kind.Count == 0)
            {
                Forget(kind);
                place--;
            }
            else if (answer == SeatAnswer.Full && kind.Overtaken >= patience)
            {
                break;
            }
        }

        task = null;
        demand = default;
        return false;
    }

    private void Overtake(int place, ISeating seating)
    {
        for (int earlier = 0; earlier < place; earlier++)
        {
            if (seating.Ask(_kinds[earlier].Demand) == SeatAnswer.Full)
            {
                _kinds[earlier].Overtaken++;
            }
        }
    }

    private void Forget(WaitingKind<T> kind)
    {
        if (kind.Count == 0)
        {
            _kinds.Remove(kind);
        }
    }
}
