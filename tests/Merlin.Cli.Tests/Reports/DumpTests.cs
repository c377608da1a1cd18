using System.Text.Json;
using Merlin.Broker;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Studies;
using Merlin.Cli.Tests.Support;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Reports;

public sealed class DumpTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-dump-").FullName;

    private DateTimeOffset Now { get; } = new HandClock().GetLocalNow();

    [Fact]
    public void Csv_has_a_header_once_and_a_line_a_task()
    {
        string file = Path.Combine(_directory, "x.csv");
        DumpFile dump = DumpFile.Named(file);
        dump.Write(All(), Now);
        dump.Write(All(), Now.AddSeconds(1));
        Assert.Equal(
            [
                "time_of_status,step_name,step_workspace,status,return_code,elapsed_time,run_time,restarts,cmd_parameters,restart_parameters",
                "2026-01-31 12:00:00,both_GREET.hello,both/GREET.hello/00,FINISHED,MERLIN_SUCCESS,0d:00h:00m:05s,0d:00h:00m:05s,0,GREET:hello;N:2,-------",
                "2026-01-31 12:00:00,both_GREET.hello,both/GREET.hello/02,FAILED,MERLIN_SOFT_FAIL (MAX RETRIES REACHED),1d:01h:01m:01s,1d:01h:01m:01s,3,GREET:hello;N:2,-------",
                "2026-01-31 12:00:00,sum,sum,NOT_RUN,,--:--:--,--:--:--,0,-------,-------",
                "2026-01-31 12:00:01,both_GREET.hello,both/GREET.hello/00,FINISHED,MERLIN_SUCCESS,0d:00h:00m:05s,0d:00h:00m:05s,0,GREET:hello;N:2,-------",
                "2026-01-31 12:00:01,both_GREET.hello,both/GREET.hello/02,FAILED,MERLIN_SOFT_FAIL (MAX RETRIES REACHED),1d:01h:01m:01s,1d:01h:01m:01s,3,GREET:hello;N:2,-------",
                "2026-01-31 12:00:01,sum,sum,NOT_RUN,,--:--:--,--:--:--,0,-------,-------",
            ],
            File.ReadAllLines(file));
    }

    [Theory]
    [InlineData("x.csv")]
    [InlineData("x.json")]
    public void A_place_that_is_not_there_is_named(string name)
    {
        string file = Path.Combine(_directory, "absent", name);
        Assert.Equal(
            $"The dump file '{file}' cannot be written: No such file or directory.",
            Assert.Throws<UserErrorException>(() => DumpFile.Named(file).Write(All(), Now)).Message);
    }

    [Fact]
    public void Csv_quotes_what_would_break_a_line()
    {
        StudyPlan plan = Plans.Of(0, Plans.Node("s", "s", "s") with { CommandParameters = [new("P", "\"a,\\\"b\\\"\"")] });
        using var view = new StoreStudyView(
            new FakeStatusSource(plan).WithRows(0, [Rows.Ran(0, TaskOutcome.Succeeded, 1)]), plan, plan.Workspace);
        using var writer = new StringWriter();
        new CsvDump(new TaskSelection(view, TaskFilter.None), Now).WriteRows(writer);
        Assert.Contains(",\"P:a,\"\"b\"\"\",", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_puts_the_newest_dump_first_and_keeps_the_earlier_ones()
    {
        string file = Path.Combine(_directory, "x.json");
        DumpFile dump = DumpFile.Named(file);
        for (int i = 0; i < 3; i++)
        {
            dump.Write(All(), Now.AddSeconds(i));
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.Equal(
            ["2026-01-31 12:00:02", "2026-01-31 12:00:01", "2026-01-31 12:00:00"],
            document.RootElement.EnumerateObject().Select(static member => member.Name));
        JsonElement node = document.RootElement.GetProperty("2026-01-31 12:00:00").GetProperty("both_GREET.hello");
        Assert.Equal(
            """{"cmd":{"GREET":"hello","N":2},"restart":null}""", JsonSerializer.Serialize(node.GetProperty("parameters")));
        Assert.Equal(
            """{"status":"FINISHED","return_code":"MERLIN_SUCCESS","elapsed_time":"0d:00h:00m:05s","run_time":"0d:00h:00m:05s","restarts":0}""",
            JsonSerializer.Serialize(node.GetProperty("both/GREET.hello/00")));
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" {\n} \n")]
    public void Json_is_added_to_an_empty_object(string earlier)
    {
        string file = Path.Combine(_directory, "x.json");
        File.WriteAllText(file, earlier);
        DumpFile.Named(file).Write(All(), Now);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.Single(document.RootElement.EnumerateObject());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("x")]
    [InlineData("{")]
    [InlineData("   ")]
    public void Json_is_not_added_to_something_else(string earlier)
    {
        string file = Path.Combine(_directory, "x.json");
        File.WriteAllText(file, earlier);
        Assert.Throws<UserErrorException>(() => DumpFile.Named(file).Write(All(), Now));
        Assert.Equal(earlier, File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public void Other_file_types_are_refused() => Assert.Contains(
        "x.txt", Assert.Throws<UserErrorException>(static () => DumpFile.Named("x.txt")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_filter_narrows_a_dump()
    {
        var filter = new TaskFilter { ReturnCodes = ["MERLIN_SOFT_FAIL"] };
        SelectedTask task = Assert.Single(new TaskSelection(View(), filter).Tasks());
        Assert.Equal("both/GREET.hello/02", task.Task.Workspace);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static TaskSelection All() => new(View(), TaskFilter.None);

    private static StoreStudyView View()
    {
        StudyPlan plan = Plans.Demo();
        FakeStatusSource source = new FakeStatusSource(plan)
            .With(0, new() { [TaskOutcome.Succeeded] = 1, [TaskOutcome.RetriesExhausted] = 1 })
            .WithRows(0,
            [
                Rows.Ran(0, TaskOutcome.Succeeded, 5.9),
                Rows.Ran(2, TaskOutcome.RetriesExhausted, 90061, attempt: 2),
            ])
            .WithRows(2, [Rows.NeverRan(0, TaskOutcome.NotRun)]);
        return new StoreStudyView(source, plan, plan.Workspace);
    }
}
