using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The studies of a store.</summary>
internal sealed class StudyTable
{
    private readonly SortedDictionary<long, StoredStudy> _studies = [];
    private readonly Statement _select;
    private readonly Statement _insert;
    private readonly Statement _plan;
    private readonly Statement _stop;
    private readonly Statement _close;
    private readonly Statement _supersede;
    private readonly Statement _delete;
    private readonly Statement _lastId;

    public StudyTable(Database database)
    {
        _select = database.Prepare(
            "SELECT id, name, workspace, owner, submitted, stopping, ended, closed, superseded FROM study ORDER BY id");
        _insert = database.Prepare(
            "INSERT INTO study (id, name, workspace, owner, submitted, plan) VALUES ($1, $2, $3, $4, $5, $6)");
        _plan = database.Prepare("SELECT plan FROM study WHERE id = $1");
        _stop = database.Prepare("UPDATE study SET stopping = $2 WHERE id = $1");
        _close = database.Prepare("UPDATE study SET ended = $2, closed = $3 WHERE id = $1");
        _supersede = database.Prepare("UPDATE study SET superseded = 1");
        _delete = database.Prepare("DELETE FROM study WHERE id = $1");
        _lastId = database.Prepare("SELECT seq FROM sqlite_sequence WHERE name = 'study'");
    }

    /// <summary>All studies, the oldest first.</summary>
    public IReadOnlyCollection<StoredStudy> All => _studies.Values;

    /// <summary>The study that was submitted last, or null.</summary>
    public StoredStudy? Latest { get; private set; }

    /// <summary>The largest number that a study of this store ever had; 0 without studies.</summary>
    public long LastId => _lastId.Number() ?? 0;

    public void Load()
    {
        using SqliteDataReader rows = _select.Rows();
        while (rows.Read())
        {
            Keep(new StoredStudy
            {
                Id = new StudyId(rows.GetInt64(0)),
                Name = rows.GetString(1),
                Workspace = rows.GetString(2),
                Owner = rows.GetString(3),
                Submitted = new Instant(rows.GetInt64(4)),
                Stopping = (StudyEnd)rows.GetInt32(5),
                End = (StudyEnd)rows.GetInt32(6),
                Closed = rows.IsDBNull(7) ? null : new Instant(rows.GetInt64(7)),
                IsSuperseded = rows.GetInt32(8) != 0,
            });
        }
    }

    public StoredStudy Get(StudyId study) => _studies[study.Value];

    public StoredStudy? Find(StudyId study) => _studies.GetValueOrDefault(study.Value);

    public StoredStudy Add(StudyAdded change)
    {
        StudySubmission submission = change.Submission;
        _insert.Run(
            change.Study.Value,
            submission.Name,
            submission.Workspace,
            submission.Owner,
            change.Time.UnixMicros,
            submission.Plan.ToArray());
        var study = new StoredStudy
        {
            Id = change.Study,
            Name = submission.Name,
            Workspace = submission.Workspace,
            Owner = submission.Owner,
            Submitted = change.Time,
        };
        Keep(study);
        return study;
    }

    public byte[]? ReadPlan(StudyId study) => _plan.Blob(study.Value);

    public void Stop(StudyStopping change)
    {
        _stop.Run(change.Study.Value, (int)change.Reason);
        Get(change.Study).Stopping = change.Reason;
    }

    public void Close(StudyClosed change)
    {
        _close.Run(change.Study.Value, (int)change.End, change.Time.UnixMicros);
        StoredStudy study = Get(change.Study);
        study.End = change.End;
        study.Closed = change.Time;
    }

    /// <summary>Marks all studies as those of earlier runs.</summary>
    public void SupersedeAll()
    {
        _supersede.Run();
        foreach (StoredStudy study in _studies.Values)
        {
            study.IsSuperseded = true;
        }
    }

    public void Remove(StoredStudy study)
    {
        _delete.Run(study.Id.Value);
        _studies.Remove(study.Id.Value);
    }

    private void Keep(StoredStudy study)
    {
        _studies.Add(study.Id.Value, study);
        Latest = study;
    }
}
