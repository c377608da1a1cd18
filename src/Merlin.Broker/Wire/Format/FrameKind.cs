namespace Merlin.Broker.Wire.Format;

/// <summary>
/// What a frame is: its first field. The one place where the numbers are given; a number is never used for another thing.
/// 1 to 15 concern the line, 16 to 63 come from clients, 64 to 127 from the broker.
/// </summary>
internal enum FrameKind
{
    None = 0,

    SessionHello = 1,
    SessionWelcome = 2,
    SessionRefused = 3,
    SessionUnknown = 4,
    SessionKeepAlive = 5,
    SessionClose = 6,

    ConsumerHello = 16,
    CreditGrant = 17,
    Heartbeat = 18,
    TaskReport = 19,
    LeaseRelease = 20,
    PlanRequest = 21,
    ConsumerGoodbye = 22,

    StudySubmit = 32,
    StudyExtend = 33,
    StudyCancel = 34,
    StudyHold = 35,
    StudyShare = 36,
    StudyWatch = 37,
    UrgencyChange = 38,
    QueuePurge = 39,
    ConsumersStop = 40,

    StudyListRequest = 48,
    StudyStatusRequest = 49,
    TaskPageRequest = 50,
    QueueListRequest = 51,
    ConsumerListRequest = 52,
    ExplainRequest = 53,
    EventsRequest = 54,
    BrokerInfoRequest = 55,

    Welcome = 64,
    ConsumerRefused = 65,
    ConsumerUnknown = 66,
    ConsumerStop = 67,
    LeaseGrant = 68,
    LeaseRecall = 69,
    ReportAck = 70,
    PlanReply = 71,
    PlanRefused = 72,
    HeartbeatAck = 73,

    RequestDone = 80,
    RequestRefused = 81,
    StudyAccepted = 82,
    StudyEnded = 83,
    QueuePurged = 84,

    StudyList = 96,
    StudyStatusAnswer = 97,
    TaskPageAnswer = 98,
    QueueList = 99,
    ConsumerList = 100,
    Explanation = 101,
    Events = 102,
    BrokerInfo = 103,
}
