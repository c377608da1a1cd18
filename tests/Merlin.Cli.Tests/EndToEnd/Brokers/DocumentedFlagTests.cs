using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Merlin.Cli.Tests.EndToEnd.Brokers;

/// <summary>Every documented flag of the commands that users of other Merlins know is taken, beside a broker and a worker.</summary>
public sealed class DocumentedFlagTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Spec =
        """
        description: {name: table, description: d}
        env: {variables: {WORD: hello}}
        study:
            - {name: one, description: d, run: {cmd: 'echo $(WORD)', task_queue: q1}}
            - {name: two, description: d, run: {cmd: 'echo two', task_queue: q2, depends: [one]}}
        merlin:
            resources:
                workers:
                    wk: {args: -l INFO, steps: [all]}
        """;

    // Words, exit status, and what is said.
    private static readonly (string Words, int Exit, string Says)[] Table =
    [
        ("run spec.yaml --vars WORD=hola --wait", 0, "has ended"),
        ("run spec.yaml --vars WORD=hola --wait --json", 0, "{"),
        ("run spec.yaml --dry --no-errors --wait", 0, "table"),
        ("run spec.yaml --local --dry", 0, "table"),
        ("run spec.yaml --pgen gen.py --pargs A:1 --pargs B:2 --dry --local", 0, "table"),
        ("run spec.yaml --pargs A:1", 1, "--pgen"),
        ("run spec.yaml --samplesfile none.npy", 1, "none.npy"),
        ("run none.yaml", 1, "none.yaml"),
        ("run spec.yaml --vars NOPE=1", 1, "NOPE"),
        ("run spec.yaml --broker none.yaml", 1, "none.yaml"),
        ("restart {workspace} --wait", 0, "has ended"),
        ("restart {workspace} --local", 0, "has ended"),
        ("restart nowhere", 1, "nowhere"),
        ("run-workers spec.yaml --echo", 0, "-Q '[merlin]_q1,[merlin]_q2'"),
        ("run-workers spec.yaml --echo --worker-args '-l DEBUG -c 3' --steps one --vars WORD=x --disable-logs", 0, "-c 3"),
        ("run-workers spec.yaml --echo --steps none", 0, "none"),
        ("query-workers", 0, "wk@"),
        ("query-workers --spec spec.yaml --queues q1 q2 --workers wk none --task_server celery", 0, "wk@"),
        ("query-workers --workers none", 0, "No workers found"),
        ("query-workers --workers [", 1, "["),
        ("queue-info", 0, "Queue Name"),
        ("queue-info --specific-queues q1 --task_server celery", 0, "[merlin]_q1"),
        ("queue-info --spec spec.yaml --steps two --vars WORD=x", 0, "[merlin]_q2"),
        ("queue-info --spec spec.yaml --dump queues.csv", 0, ""),
        ("queue-info --dump queues.txt", 1, ".csv"),
        ("queue-info --steps one", 1, "--spec"),
        ("queue-info --vars WORD=x", 1, "--spec"),
        ("monitor spec.yaml --steps one two --vars WORD=x --task_server celery --sleep 1", 0, "stop condition met"),
        ("purge spec.yaml", 0, "Are you sure you want to delete all tasks?"),
        ("purge spec.yaml -f --steps one --vars WORD=x", 0, "No messages purged from 1 queue"),
        ("purge spec.yaml --force", 0, "No messages purged from 2 queue"),
        ("purge spec.yaml --steps none", 1, "one"),
        ("status {workspace} --cb-help --no-prompts --task_server celery", 0, "100.0% Complete"),
        ("status spec.yaml --no-prompts -o {work}", 0, "100.0% Complete"),
        ("status {workspace} --dump status.csv", 0, ""),
        ("status {workspace} --dump status.txt", 1, ".csv"),
        ("status nowhere", 1, "nowhere"),
        ("detailed-status {workspace} --disable-pager --disable-theme --layout table --no-prompts", 0, "one"),
        ("detailed-status {workspace} --disable-pager --max-tasks 1 --return-code SUCCESS --steps one two --task-queues q1 --task-status FINISHED --workers wk", 0, "one"),
        ("detailed-status {workspace} --disable-pager --task-status FAILED", 0, "No statuses to display"),
        ("detailed-status {workspace} --return-code bogus", 2, "bogus"),
        ("detailed-status {workspace} --layout round", 2, "round"),
        ("example list", 0, "feature_demo"),
        ("example simple_chain -p copied", 0, "copied"),
        ("example failure", 1, "not found"),
        ("info", 0, "broker server connection: OK"),
        ("config", 1, "Usage:"),
        ("config create --task-server celery -o made.yaml --broker redis", 0, "made.yaml"),
        ("config update-broker -t redis --cf made.yaml -u me --pf pw -s there -p 17117 -v / -c none -d 0", 0, "made.yaml"),
        ("config update-backend -t redis --cf made.yaml -u me --pf pw -s there -p 6379 -d 0 -c none -e key", 0, ""),
        ("config use none.yaml", 1, "none.yaml"),
        ("server status", 0, "Merlin server is running."),
        ("server config -pwd x -ss 1 -sc 1 -sf f -am always -af g", 0, "port"),
        ("server start", 1, "running"),
        ("stop-workers --workers none", 0, "No workers found to stop"),
        ("stop-workers --spec spec.yaml --queues q1 --workers wk --task_server celery", 0, "Sending stop to these workers: [wk@"),
        ("query-workers", 0, "No workers found!"),
        ("monitor spec.yaml --sleep 0", 2, "--sleep must be at least 1"),
        ("bogus", 2, "bogus"),
    ];

    [Fact]
    public Task Commands_take_their_flags_and_say_what_is_wrong() => BrokerScene.UseAsync(Output, async scene =>
    {
        scene.Site.Write("spec.yaml", Spec);
        scene.Site.Write(
            "gen.py",
            """
            from maestrowf.datastructures.core import ParameterGenerator
            def get_custom_generator(env, **kwargs):
                p = ParameterGenerator()
                p.add_parameter("A", [kwargs["A"]], "A.%%")
                return p
            """);
        RunningCommand worker = scene.StartWorker("wk", "-Q", "[merlin]_q1,[merlin]_q2");
        var wrong = new List<string>();
        foreach ((string words, int exit, string says) in Table)
        {
            string workspace = scene.Site.Workspaces() is [var first, ..] ? first : "";
            string line = words.Replace("{workspace}", workspace, StringComparison.Ordinal)
                .Replace("{work}", scene.Site.Work, StringComparison.Ordinal);
            CommandResult result = await scene.Site.ProgramAsync("/bin/sh", "-c", $"merlin {line}");
            if (result.ExitCode != exit || !result.Text.Contains(says, StringComparison.Ordinal) || result.Text.Contains("   at ", StringComparison.Ordinal))
            {
                wrong.Add($"expected exit code {exit} and '{says}':\n{result}");
            }
        }

        if (wrong.Count > 0)
        {
            throw new XunitException(string.Join('\n', wrong));
        }

        (await worker.EndAsync()).Ended(0);
    });
}
