using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>Puts what the database says into words for a user.</summary>
internal static class StoreFault
{
    // Result codes of SQLite; https://sqlite.org/rescode.html
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int NotADatabase = 26;

    public static StoreException From(SqliteException cause, string file) => new(file, Sentence(cause), cause)
    {
        IsInUse = cause.SqliteErrorCode is Busy or Locked,
    };

    /// <summary>What a record that cannot be understood means for the whole file.</summary>
    public static StoreException Damaged(InvalidDataException cause, string file) => new(
        file, "the study's record is damaged; move the file away and restart the study, finished tasks are not run again", cause);

    private static string Sentence(SqliteException cause) => cause.SqliteErrorCode switch
    {
        Busy or Locked => "the study's record is in use by another process; wait until it has ended",
        Full => "the disk or the quota is full, so the study's record cannot be written; make room and restart the study",
        ReadOnly => "the study's record cannot be written: the file or its directory is read-only",
        Permission or CannotOpen => "the study's record cannot be opened; check that its directory exists and that you may read and write it",
        InputOutput => "reading or writing the study's record failed in the file system; check the disk and restart the study",
        Corrupt => "the study's record is damaged; move the file away and restart the study, finished tasks are not run again",
        NotADatabase => "this file is not a record of Merlin; move it away",
        NoMemory => "there is not enough memory to read or write the study's record",
        TooBig => "an entry of the study's record is too large for the database",
        _ => $"the study's record cannot be read or written (SQLite error {cause.SqliteExtendedErrorCode})",
    };
}
