using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>
/// The SQLite file of a store, held by one process at a time: <c>locking_mode=EXCLUSIVE</c> is set before the
/// write-ahead log is first touched, so no shared memory is needed and the file may lie on a network file system.
/// </summary>
/// <remarks>
/// One thread at a time. While a database is open, nothing else in the process may open and close the file: POSIX would
/// drop SQLite's locks on it.
/// </remarks>
internal sealed class Database : IDisposable
{
    // Seconds that a statement waits for another process to close the file, for example one that shows a status.
    private const int BusySeconds = 2;

    private readonly List<Statement> _statements = [];
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollBack;

    private Database(SqliteConnection connection, string file)
    {
        _connection = connection;
        File = file;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollBack = new Statement(connection, "ROLLBACK");
    }

    public string File { get; }

    /// <summary>The size of the file and of its log.</summary>
    public long Bytes => new[] { File, File + "-wal" }.Select(path => new FileInfo(path)).Sum(file => file.Exists ? file.Length : 0);

    /// <summary>Makes a database in memory and forgets it.</summary>
    public static void Preload()
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
    }

    /// <summary>Opens a database for reading and writing, and makes it when there is none.</summary>
    /// <exception cref="StoreException">It cannot be opened, is somebody else's, or is newer than the program.</exception>
    public static Database Open(string file)
    {
        CreatePrivately(file);
        return Open(file, new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite }, writable: true);
    }

    /// <summary>Opens a database that nobody can write to, in a directory that cannot be written to either.</summary>
    /// <exception cref="StoreException">It cannot be opened, is somebody else's, or is newer than the program.</exception>
    public static Database OpenImmutable(string file)
    {
        string address = $"file:{Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";
        return Open(file, new SqliteConnectionStringBuilder { DataSource = address, Mode = SqliteOpenMode.ReadOnly }, writable: false);
    }

    /// <summary>Compiles a statement; the database disposes of it.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs an action as one transaction: all of it is durable when this returns, or nothing of it has happened.</summary>
    /// <exception cref="StoreException">Nothing of it has happened.</exception>
    public void Transact(Action action)
    {
        try
        {
            _begin.Run();
            action();
            _commit.Run();
        }
        catch (Exception e)
        {
            RollBack();
            if (e is SqliteException or InvalidDataException)
            {
                throw Translate(e);
            }

            throw;
        }
    }

    /// <summary>Runs a function that only reads.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public T Read<T>(Func<T> function)
    {
        try
        {
            return function();
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException)
        {
            throw Translate(e);
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements)
        {
            statement.Dispose();
        }

        _begin.Dispose();
        _commit.Dispose();
        _rollBack.Dispose();
        _connection.Dispose();
    }

    private static Database Open(string file, SqliteConnectionStringBuilder address, bool writable)
    {
        address.Pooling = false;
        address.DefaultTimeout = BusySeconds;
        var connection = new SqliteConnection(address.ToString());
        try
        {
            connection.Open();
            if (writable)
            {
                Prepare(connection, file);
            }
            else if (Migrations.Check(connection, file) < Migrations.Current)
            {
                connection = CopyToMemory(connection, file);
            }

            return new Database(connection, file);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw StoreFault.From(e, file);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection connection, string file)
    {
        Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
        Migrations.Check(connection, file);
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Migrations.Apply(connection, file);
    }

    // What an older program wrote, and cannot be brought up to date where it lies.
    private static SqliteConnection CopyToMemory(SqliteConnection connection, string file)
    {
        var copy = new SqliteConnection("Data Source=:memory:;Pooling=False");
        copy.Open();
        connection.BackupDatabase(copy);
        connection.Dispose();
        Migrations.Apply(copy, file);
        return copy;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    // SQLite gives its log the mode of the database, so the mode of this file is what counts.
    private static void CreatePrivately(string file)
    {
        if (System.IO.File.Exists(file))
        {
            return;
        }

        try
        {
            using var created = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                file, "the study's record cannot be made; check that its directory exists, is writable and has room", e);
        }
    }

    private StoreException Translate(Exception cause) => cause is SqliteException sqlite
        ? StoreFault.From(sqlite, File)
        : StoreFault.Damaged((InvalidDataException)cause, File);

    private void RollBack()
    {
        try
        {
            _rollBack.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself already, as it does when the disk is full.
        }
    }
}
