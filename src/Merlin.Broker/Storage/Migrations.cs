using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>Brings a store's schema to the version that this program writes; see Migrations/README.md.</summary>
internal static class Migrations
{
    /// <summary>Marks a database as a store of ours: "MERL".</summary>
    public const int ApplicationId = 0x4D45524C;

    // The number in a file's name is its place here plus one.
    private static readonly string[] Files = ["001-first.sql", "002-many-studies.sql", "003-resources.sql"];

    /// <summary>The version of the schema that this program writes.</summary>
    public static int Current => Files.Length;

    /// <summary>Checks that the database is ours and not newer than the program, and applies what is missing.</summary>
    /// <exception cref="StoreException">The database is somebody else's, or was written by a newer Merlin.</exception>
    public static void Apply(SqliteConnection connection, string file)
    {
        int version = Check(connection, file);
        for (; version < Current; version++)
        {
            Execute(connection, $"""
                BEGIN IMMEDIATE;
                {Read(Files[version])}
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {version + 1};
                COMMIT;
                """);
        }
    }

    /// <summary>Checks that the database is ours and not newer than the program.</summary>
    /// <returns>The version of its schema; 0 for an empty database.</returns>
    public static int Check(SqliteConnection connection, string file)
    {
        long application = Read(connection, "PRAGMA application_id");
        long version = Read(connection, "PRAGMA user_version");
        bool isEmpty = Read(connection, "SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !(isEmpty && application == 0 && version == 0))
        {
            throw new StoreException(file, "this file is a database, but not a record of Merlin; move it away");
        }

        if (version > Current)
        {
            throw new StoreException(
                file,
                $"the study's record was written by a newer Merlin (format {version}, this one knows up to {Current}); use that one");
        }

        return (int)version;
    }

    /// <summary>The statements that lead to a version from the one before.</summary>
    internal static string Text(int version) => Read(Files[version - 1]);

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static long Read(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        return statement.Number() ?? 0;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }
}
