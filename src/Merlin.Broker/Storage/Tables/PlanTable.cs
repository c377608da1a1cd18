using Merlin.Broker.Messages;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The studies' plans, which only their owners can read.</summary>
internal sealed class PlanTable
{
    private readonly Statement _write;
    private readonly Statement _select;
    private readonly Statement _revision;
    private readonly Statement _delete;

    public PlanTable(Database database)
    {
        _write = database.Prepare("INSERT OR REPLACE INTO plan (study, revision, plan) VALUES ($1, $2, $3)");
        _select = database.Prepare("SELECT revision, plan FROM plan WHERE study = $1");
        _revision = database.Prepare("SELECT revision FROM plan WHERE study = $1");
        _delete = database.Prepare("DELETE FROM plan WHERE study = $1");
    }

    public void Write(StudyId study, int revision, ReadOnlyMemory<byte> plan) =>
        _write.Run(study.Value, revision, plan.ToArray());

    public int RevisionOf(StudyId study) => (int)(_revision.Number(study.Value) ?? 0);

    public PlanReply? Read(StudyId study)
    {
        using SqliteDataReader rows = _select.Rows(study.Value);
        return rows.Read()
            ? new PlanReply(study, rows.GetFieldValue<byte[]>(1)) { Revision = rows.GetInt32(0) }
            : null;
    }

    public void Remove(StudyId study) => _delete.Run(study.Value);
}
