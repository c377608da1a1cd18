using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>
/// Answers what somebody asks about studies, open or closed, from store and scheduler. What the asker may not see is
/// refused in the words for what is not there.
/// </summary>
/// <remarks>Asked between two turns only, when both say the same.</remarks>
internal sealed class StudyQueries(Store store, Scheduler scheduler, RunningTasks running)
{
    private const int MostStudies = 1000;

    public RequestAnswer List(ClientIdentity asker, StudyListRequest request)
    {
        StudyListRequest bounded = request with { Limit = Math.Clamp(request.Limit, 1, MostStudies) };
        Dictionary<StudyId, long> counts = running.CountByStudy();
        return new StudyList(
            request.Request,
            [.. store.List(bounded, asker).Select(study => study with { Running = counts.GetValueOrDefault(study.Study) })]);
    }

    public RequestAnswer Status(ClientIdentity asker, StudyStatusRequest request) =>
        IsVisible(asker, request.Study) && store.ReadStatus(request.Study, scheduler.Counts) is { } status
            ? new StudyStatusAnswer(request.Request, status)
            : NotHere(request.Request, request.Study);

    public RequestAnswer Tasks(ClientIdentity asker, TaskPageRequest request)
    {
        StudyId study = request.Array.Study;
        if (!IsVisible(asker, study))
        {
            return NotHere(request.Request, study);
        }

        if (store.ArraySpecOf(request.Array) is null || request.From < 0)
        {
            return new RequestRefused(request.Request, $"{study} has no array {request.Array.Ordinal}.");
        }

        TaskPage page = store.ReadPage(request.Array, request.From, running.Of(request.Array));
        return new TaskPageAnswer(request.Request, page);
    }

    /// <summary>The plan of a study: for those who may see it, and for the owner's workers.</summary>
    public BrokerMessage Plan(ClientIdentity asker, PlanRequest request) =>
        store.Find(request.Study) is { } study && study.MayBeSeenBy(asker) && store.ReadPlan(request.Study) is { } reply
            ? reply
            : new PlanRefused(request.Study, WordsForNotHere(request.Study));

    /// <summary>Why something is not running.</summary>
    public RequestAnswer Explain(ClientIdentity asker, ExplainRequest request, Instant now)
    {
        if (store.Find(request.Study) is { IsOpen: false } study && study.MayBeSeenBy(asker))
        {
            return ExplainEnded(request, study);
        }

        IReadOnlyList<string> reasons = scheduler.Explain(asker, request.Study, request.Ordinal, request.Index, now);
        if (reasons.Count > 0)
        {
            return new Explanation(request.Request, [.. reasons, .. Whereabouts(request)]);
        }

        return IsVisible(asker, request.Study)
            ? NoSuchTask(request)
            : NotHere(request.Request, request.Study);
    }

    /// <summary>Says that a key is not for asking.</summary>
    public static RequestRefused NotForWorkers(long request) =>
        new(request, "This key may run tasks, and may not ask about studies.");

    /// <summary>Says that a study is not here, or not for the asker.</summary>
    public static RequestRefused NotHere(long request, StudyId study) => new(request, WordsForNotHere(study));

    private RequestAnswer ExplainEnded(ExplainRequest request, StudyFacts study)
    {
        string ended = ClosedStudies.HasEnded(study);
        if (request.Ordinal is not { } ordinal)
        {
            return new Explanation(request.Request, [ended]);
        }

        var array = new ArrayId(request.Study, ordinal);
        if (store.ArraySpecOf(array) is not { } spec || request.Index < 0 || request.Index >= spec.Count)
        {
            return NoSuchTask(request);
        }

        return request.Index is { } index
            ? new Explanation(
                request.Request,
                [$"Task {index} of {spec.Name} has ended: {WordFor(array, index)}.", .. Whereabouts(request), ended])
            : new Explanation(request.Request, [ended]);
    }

    private string WordFor(ArrayId array, long index) =>
        RecordOf(array, index) is { } row ? TaskWords.Status(row.Outcome) : "it never ran";

    private IEnumerable<string> Whereabouts(ExplainRequest request)
    {
        TaskRow? row = request is { Ordinal: { } ordinal, Index: { } index }
            ? RecordOf(new ArrayId(request.Study, ordinal), index)
            : null;
        return row is { Hosts: not null } known ? [TaskWords.Whereabouts(known)] : [];
    }

    // What is recorded of a task that has ended.
    private TaskRow? RecordOf(ArrayId array, long index) =>
        store.ReadPage(array, index, []).Rows is [var row, ..] && row.Index == index ? row : null;

    private static RequestRefused NoSuchTask(ExplainRequest request) =>
        new(request.Request, $"Study {request.Study.Value} has no such step or task.");

    private bool IsVisible(ClientIdentity asker, StudyId study) =>
        asker.MayProduce && store.Find(study)?.MayBeSeenBy(asker) == true;

    private static string WordsForNotHere(StudyId study) => $"There is no {study} on this broker.";
}
