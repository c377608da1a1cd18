using Merlin.Broker.Storage;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Tests.Storage;

public class StoreFileTests
{
    [Fact]
    public void Directory_and_file_are_the_users_alone()
    {
        using var directory = new TemporaryDirectory();
        string state = Path.Combine(directory.Path, "merlin_info", ".state");
        using Store store = Store.Open(state);
        store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(1))]);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(state));
        Assert.All(
            Directory.GetFiles(state),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_newer_store_is_refused()
    {
        using var directory = new TemporaryDirectory();
        Store.Open(directory.Path).Dispose();
        Change(directory.Path, "PRAGMA user_version = 99");
        StoreException refusal = Assert.Throws<StoreException>(() => Store.Open(directory.Path));
        Assert.Contains("written by a newer Merlin (format 99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_elses_database_is_refused_and_left_as_it_is()
    {
        using var directory = new TemporaryDirectory();
        Change(directory.Path, "CREATE TABLE theirs (x)");
        StoreException refusal = Assert.Throws<StoreException>(() => Store.Open(directory.Path));
        Assert.Contains("not a record of Merlin", refusal.Message, StringComparison.Ordinal);
        Change(directory.Path, "INSERT INTO theirs VALUES (1)");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, Store.FileName), new string('x', 10_000));
        StoreException refusal = Assert.Throws<StoreException>(() => Store.Open(directory.Path));
        Assert.Contains("not a record of Merlin", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_store_is_reported_as_such()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(10_000))]);
        }

        string file = Path.Combine(directory.Path, Store.FileName);
        byte[] bytes = File.ReadAllBytes(file);
        bytes.AsSpan(4096).Fill(0xA5);
        File.WriteAllBytes(file, bytes);
        StoreException refusal = Assert.Throws<StoreException>(() => Store.Open(directory.Path));
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_in_use_is_refused()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        StoreException refusal = Assert.Throws<StoreException>(() => Store.Open(directory.Path));
        Assert.True(refusal.IsInUse);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named()
    {
        using var directory = new TemporaryDirectory();
        string file = Path.Combine(directory.Path, "file");
        File.WriteAllText(file, "");
        StoreException refusal = Assert.Throws<StoreException>(() => Store.Open(Path.Combine(file, ".state")));
        Assert.StartsWith(Path.Combine(file, ".state"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_commit_leaves_nothing_behind_and_ends_the_use_of_the_store()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(10))]);
            Assert.Throws<StoreException>(() => store.Commit(
            [
                Samples.Ended(Samples.Array, "w", Samples.Record(new Random(1), 0)),
                Samples.Added(Samples.Study, Samples.ArrayOf(10)),
            ]));
            Assert.Throws<StoreException>(() => store.ReadStatus(Samples.Study, null));
        }

        using Store again = Store.Open(directory.Path);
        Assert.Equal(0, again.ReadStatus(Samples.Study, null)!.Arrays[0].Ended);
        Assert.Empty(StoredRows.Of(again, Samples.Array));
    }

    [Fact]
    public void A_copy_in_a_place_without_a_log_is_read_as_it_is()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(10))]);
        }

        using Store copy = Store.OpenImmutable(directory.Path);
        Assert.Equal(10, copy.ReadStatus(Samples.Study, null)!.Arrays[0].Count);
        Assert.Single(Directory.GetFiles(directory.Path));
    }

    private static void Change(string directory, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, Store.FileName)};Pooling=False");
        connection.Open();
        using var statement = new Statement(connection, sql);
        statement.Run();
    }
}
