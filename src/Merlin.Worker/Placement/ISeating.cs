namespace Merlin.Worker.Placement;

/// <summary>Gives seats to tasks that wait in a <see cref="WaitingLine{T}"/>.</summary>
internal interface ISeating
{
    /// <summary>Whether a task of a demand can begin; nothing is taken yet.</summary>
    SeatAnswer Ask(in TaskDemand demand);
}
