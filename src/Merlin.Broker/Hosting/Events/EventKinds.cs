namespace Merlin.Broker.Hosting;

/// <summary>The kinds of <see cref="Messages.Answers.BrokerEvent"/>; people's programs know these words.</summary>
internal static class EventKinds
{
    public const string StudySubmitted = "study-submitted";

    public const string StudyStopping = "study-stopping";

    public const string StudyEnded = "study-ended";

    public const string StudyHeld = "study-held";

    public const string StudyReleased = "study-released";

    public const string StudyShared = "study-shared";

    public const string StudyUnshared = "study-unshared";

    public const string StudyExtended = "study-extended";

    public const string UrgencyChanged = "urgency-changed";

    public const string TasksEnded = "tasks-ended";

    public const string TaskRetried = "task-retried";

    public const string TaskQuarantined = "task-quarantined";

    public const string ConsumerJoined = "consumer-joined";

    public const string ConsumerLeft = "consumer-left";

    public const string ConsumerLost = "consumer-lost";
}
