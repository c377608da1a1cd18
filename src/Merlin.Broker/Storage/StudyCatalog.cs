using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>Finds studies, open or closed, for those who may see them. Earlier runs of a workspace are not shown.</summary>
internal sealed class StudyCatalog
{
    private const long NoBound = long.MaxValue;

    private static readonly string Succeeded =
        $"{(int)TaskOutcome.Succeeded}, {(int)TaskOutcome.AlreadyFinished}, {(int)TaskOutcome.DryRun}";

    private readonly StoreTables _tables;
    private readonly Statement _list;
    private readonly Statement _facts;
    private readonly Statement _token;

    public StudyCatalog(Database database, StoreTables tables)
    {
        _tables = tables;
        _list = database.Prepare($"""
            SELECT id, name, workspace, owner, submitted, closed, ended, held, parent_study, parent_ordinal, parent_task,
                   (SELECT sum(tasks) FROM task_array WHERE study = study.id),
                   {EndedTasks("1")},
                   {EndedTasks($"outcome NOT IN ({Succeeded})")}
            FROM study
            WHERE superseded = 0 AND id < $1
              AND ($2 = 1 OR closed IS NULL)
              AND ($3 IS NULL OR name = $3)
              AND ($4 IS NULL OR workspace = $4)
              AND ($5 = 1 OR owner = $6
                   OR EXISTS (SELECT 1 FROM study_share WHERE study_share.study = study.id AND user = $6))
            ORDER BY id DESC LIMIT $7
            """);
        _facts = database.Prepare("SELECT owner, closed, ended FROM study WHERE id = $1 AND superseded = 0");
        _token = database.Prepare(
            "SELECT id FROM study WHERE owner = $1 AND token = $2 AND token <> '' ORDER BY id LIMIT 1");
    }

    /// <summary>Whose a study is; null for one that is not here.</summary>
    public StudyFacts? Find(StudyId study)
    {
        if (_tables.Studies.FindOpen(study) is { } open)
        {
            return new StudyFacts(study, open.Owner, open.SharedWith, IsOpen: true, StudyEnd.None);
        }

        using SqliteDataReader rows = _facts.Rows(study.Value);
        return rows.Read()
            ? new StudyFacts(
                study, rows.GetString(0), _tables.Studies.ReadShares(study), rows.IsDBNull(1), (StudyEnd)rows.GetInt32(2))
            : null;
    }

    /// <summary>The study whose submission bore a token, or null.</summary>
    public StudyId? FindByToken(string owner, string token) =>
        _token.Number(owner, token) is { } id ? new StudyId(id) : null;

    /// <summary>The studies that the asker may see and asks for, the newest first; nothing is said of what runs.</summary>
    public List<StudySummary> List(StudyListRequest request, ClientIdentity asker)
    {
        var studies = new List<StudySummary>();
        using SqliteDataReader rows = _list.Rows(
            request.Before ?? NoBound,
            request.Ended ? 1 : 0,
            request.Name,
            request.Workspace,
            asker.IsAdministrator ? 1 : 0,
            asker.Owner,
            request.Limit);
        while (rows.Read())
        {
            studies.Add(Read(rows));
        }

        return studies;
    }

    private static string EndedTasks(string condition) => $"""
        (SELECT coalesce(sum(ended_count.tasks), 0)
         FROM task_array JOIN ended_count ON ended_count.task_array = task_array.id
         WHERE task_array.study = study.id AND {condition})
        """;

    private StudySummary Read(SqliteDataReader row)
    {
        var id = new StudyId(row.GetInt64(0));
        TaskId? parent = row.IsDBNull(8)
            ? null
            : new TaskId(new ArrayId(new StudyId(row.GetInt64(8)), row.GetInt32(9)), row.GetInt64(10));
        return new StudySummary(
            id,
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            new Instant(row.GetInt64(4)),
            row.IsDBNull(5) ? null : new Instant(row.GetInt64(5)),
            (StudyEnd)row.GetInt32(6),
            row.GetInt32(7) != 0,
            parent,
            _tables.Studies.ReadShares(id),
            row.GetInt64(11),
            row.GetInt64(12),
            row.GetInt64(13),
            Running: 0);
    }
}
