using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The studies of a store. Only open ones are kept in memory; others are read when somebody asks.</summary>
internal sealed class StudyTable
{
    private const string Columns = """
        id, name, workspace, owner, submitted, token, parent_study, parent_ordinal, parent_task, held, stopping, ended,
        closed, superseded
        """;

    private readonly SortedDictionary<long, StoredStudy> _open = [];
    private readonly Statement _select;
    private readonly Statement _selectOpen;
    private readonly Statement _insert;
    private readonly Statement _hold;
    private readonly Statement _stop;
    private readonly Statement _close;
    private readonly Statement _delete;
    private readonly Statement _deleteShares;
    private readonly Statement _share;
    private readonly Statement _unshare;
    private readonly Statement _selectShares;
    private readonly Statement _latest;
    private readonly Statement _lastId;

    public StudyTable(Database database)
    {
        _select = database.Prepare($"SELECT {Columns} FROM study WHERE id = $1");
        _selectOpen = database.Prepare("SELECT id FROM study WHERE closed IS NULL AND superseded = 0 ORDER BY id");
        _insert = database.Prepare("""
            INSERT INTO study
                (id, name, workspace, owner, submitted, token, parent_study, parent_ordinal, parent_task)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """);
        _hold = database.Prepare("UPDATE study SET held = $2 WHERE id = $1");
        _stop = database.Prepare("UPDATE study SET stopping = $2 WHERE id = $1");
        _close = database.Prepare("UPDATE study SET ended = $2, closed = $3 WHERE id = $1");
        _delete = database.Prepare("DELETE FROM study WHERE id = $1");
        _deleteShares = database.Prepare("DELETE FROM study_share WHERE study = $1");
        _share = database.Prepare("INSERT OR IGNORE INTO study_share (study, user) VALUES ($1, $2)");
        _unshare = database.Prepare("DELETE FROM study_share WHERE study = $1 AND user = $2");
        _selectShares = database.Prepare("SELECT user FROM study_share WHERE study = $1 ORDER BY user");
        _latest = database.Prepare("SELECT max(id) FROM study");
        _lastId = database.Prepare("SELECT seq FROM sqlite_sequence WHERE name = 'study'");
    }

    /// <summary>The open studies, the oldest first.</summary>
    public IReadOnlyCollection<StoredStudy> Open => _open.Values;

    /// <summary>The study that was submitted last, or null.</summary>
    public StudyId? Latest => _latest.Number() is { } id ? new StudyId(id) : null;

    /// <summary>The largest number that a study of this store ever had; 0 without studies.</summary>
    public long LastId => _lastId.Number() ?? 0;

    /// <summary>The numbers of the open studies as the table has them.</summary>
    public List<StudyId> ReadOpenIds()
    {
        var ids = new List<StudyId>();
        using SqliteDataReader rows = _selectOpen.Rows();
        while (rows.Read())
        {
            ids.Add(new StudyId(rows.GetInt64(0)));
        }

        return ids;
    }

    /// <summary>Keeps an open study in memory.</summary>
    public void Keep(StoredStudy study) => _open.Add(study.Id.Value, study);

    /// <summary>Forgets all studies that are kept; the table stays.</summary>
    public void ForgetAll() => _open.Clear();

    /// <summary>An open study.</summary>
    public StoredStudy Get(StudyId study) => _open[study.Value];

    /// <summary>An open study, or null.</summary>
    public StoredStudy? FindOpen(StudyId study) => _open.GetValueOrDefault(study.Value);

    /// <summary>Reads a study, without its arrays; null for an unknown one.</summary>
    public StoredStudy? Read(StudyId id)
    {
        StoredStudy study;
        using (SqliteDataReader rows = _select.Rows(id.Value))
        {
            if (!rows.Read())
            {
                return null;
            }

            study = new StoredStudy
            {
                Id = id,
                Name = rows.GetString(1),
                Workspace = rows.GetString(2),
                Owner = rows.GetString(3),
                Submitted = new Instant(rows.GetInt64(4)),
                Token = rows.GetString(5),
                Parent = rows.IsDBNull(6)
                    ? null
                    : new TaskId(new ArrayId(new StudyId(rows.GetInt64(6)), rows.GetInt32(7)), rows.GetInt64(8)),
                Held = rows.GetInt32(9) != 0,
                Stopping = (StudyEnd)rows.GetInt32(10),
                End = (StudyEnd)rows.GetInt32(11),
                Closed = rows.IsDBNull(12) ? null : new Instant(rows.GetInt64(12)),
                IsSuperseded = rows.GetInt32(13) != 0,
            };
        }

        study.SharedWith.UnionWith(ReadShares(id));
        return study;
    }

    /// <summary>The users that a study is shared with, in the order of their names.</summary>
    public List<string> ReadShares(StudyId study)
    {
        var users = new List<string>();
        using SqliteDataReader rows = _selectShares.Rows(study.Value);
        while (rows.Read())
        {
            users.Add(rows.GetString(0));
        }

        return users;
    }

    public StoredStudy Add(StudyAdded change)
    {
        StudySubmission submission = change.Submission;
        var study = new StoredStudy
        {
            Id = change.Study,
            Name = submission.Name,
            Workspace = submission.Workspace,
            Owner = submission.Owner,
            Submitted = change.Time,
            Token = submission.Token,
            Parent = submission.Parent,
        };
        _insert.Run(
            change.Study.Value,
            study.Name,
            study.Workspace,
            study.Owner,
            change.Time.UnixMicros,
            study.Token,
            study.Parent?.Array.Study.Value,
            study.Parent?.Array.Ordinal,
            study.Parent?.Index);
        Keep(study);
        return study;
    }

    public void Hold(StudyHeldSet change)
    {
        _hold.Run(change.Study.Value, change.Held ? 1 : 0);
        Get(change.Study).Held = change.Held;
    }

    /// <summary>Shares a study, open or closed, or ends that.</summary>
    public void Share(StudySharedSet change)
    {
        (change.Shared ? _share : _unshare).Run(change.Study.Value, change.User);
        if (FindOpen(change.Study) is { } open)
        {
            _ = change.Shared ? open.SharedWith.Add(change.User) : open.SharedWith.Remove(change.User);
        }
    }

    public void Stop(StudyStopping change)
    {
        _stop.Run(change.Study.Value, (int)change.Reason);
        Get(change.Study).Stopping = change.Reason;
    }

    /// <summary>Closes a study, which is no longer kept in memory.</summary>
    public void Close(StudyClosed change)
    {
        _close.Run(change.Study.Value, (int)change.End, change.Time.UnixMicros);
        _open.Remove(change.Study.Value);
    }

    public void Remove(StudyId study)
    {
        _delete.Run(study.Value);
        _deleteShares.Run(study.Value);
    }
}
