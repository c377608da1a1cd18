namespace Merlin.Broker.Messages.Answers;

/// <summary>A study in a list.</summary>
/// <param name="Study">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Workspace">Its workspace.</param>
/// <param name="Owner">The user behind it.</param>
/// <param name="Submitted">When it was submitted.</param>
/// <param name="Closed">When its last task ended, or null while tasks are left.</param>
/// <param name="End">How it ended, or <see cref="StudyEnd.None"/>.</param>
/// <param name="Held">Whether it is held.</param>
/// <param name="Parent">The task that submitted it, or null.</param>
/// <param name="SharedWith">The users who may see and steer it.</param>
/// <param name="Tasks">How many tasks it has.</param>
/// <param name="Ended">How many of them have ended, well or badly.</param>
/// <param name="Unsuccessful">How many of the ended ones did not succeed.</param>
/// <param name="Running">How many run, as far as heartbeats have told.</param>
public sealed record StudySummary(
    StudyId Study,
    string Name,
    string Workspace,
    string Owner,
    Instant Submitted,
    Instant? Closed,
    StudyEnd End,
    bool Held,
    TaskId? Parent,
    IReadOnlyList<string> SharedWith,
    long Tasks,
    long Ended,
    long Unsuccessful,
    long Running);
