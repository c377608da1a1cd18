using System.Buffers;
using System.Text;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Tests.Expansion;

namespace Merlin.Workflow.Tests.Rendering;

public sealed class NodeRendererTests
{
    [Theory]
    [InlineData("$HOME & \\1 \\d %s $(X)")]
    [InlineData("$(MERLIN_SAMPLE_ID)")]
    [InlineData("")]
    [InlineData("grüße 🙂")]
    public void Values_are_inserted_as_they_are(string value)
    {
        StudyPlan plan = Plan(12, "a=$(X) b=$(x) c=$(MERLIN_SAMPLE_ID) d=$(merlin_sample_path)");

        Assert.Equal($"a={value} b={value} c=7 d=07\n", plan.Body("s", 7, false, value));
    }

    [Fact]
    public void A_token_without_a_column_stays()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(3, 25, "X", "Y") }.Step("s", "$(X) $(Y)").Plan();

        Assert.Equal("one $(Y)\n", plan.Body("s", 0, false, "one"));
    }

    [Fact]
    public void A_block_keeps_its_final_newline()
    {
        Assert.Equal("#!/bin/bash\n\necho hi\n\n", Plan(1, "echo hi\n").Script("s"));
        Assert.Equal("#!/bin/bash\n\necho hi\n", Plan(1, "echo hi").Script("s"));
    }

    [Fact]
    public void The_shells_own_substitutions_stay()
    {
        const string Body = "echo $(date -u) $((1+2)) ${X} $(unknown) $( $(";

        Assert.Equal($"{Body}\n", Plan(3, Body).Body("s"));
    }

    [Fact]
    public void Files_are_named_after_the_script()
    {
        StudyPlan plan = Plan(3, "$(X)");
        var local = new NodeRenderer(plan, plan.Nodes[0]);
        var batch = new NodeRenderer(plan, plan.Nodes[0] with { ScriptExtension = ".slurm.sh" });

        Assert.Equal(
            ["s.sh", "s.out", "s.err", "s.restart.sh", "s.restart.out", "s.restart.err"],
            [local.ScriptName, local.OutputName, local.ErrorName, local.RestartScriptName, local.RestartOutputName, local.RestartErrorName]);
        Assert.Equal(
            ["s.slurm.sh", "s.slurm.out", "s.restart.slurm.sh", "s.restart.slurm.err"],
            [batch.ScriptName, batch.OutputName, batch.RestartScriptName, batch.RestartErrorName]);
    }

    [Theory]
    [InlineData("echo $(X)", null, true)]
    [InlineData("echo $(MERLIN_SAMPLE_ID)", null, false)]
    [InlineData("echo $(MERLIN_SAMPLE_ID)", "echo $(x)", true)]
    [InlineData("echo", null, false)]
    public void A_row_is_needed_only_where_a_column_occurs(string cmd, string? restart, bool needed)
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(3, 25, "X") }
            .Step("s", cmd, [], restart is null ? [] : [("restart", restart)]).Plan();

        Assert.Equal(needed, new NodeRenderer(plan, plan.Nodes[0]).NeedsSampleRow);
    }

    [Fact]
    public void Directories_are_written_as_bytes_of_equal_length()
    {
        StudyPlan plan = Plan(1000, "$(X)") with { Workspace = "/grüße/study" };
        var renderer = new NodeRenderer(plan, plan.Nodes[0]);
        byte[] buffer = new byte[renderer.DirectoryLength];

        Assert.Equal(buffer.Length, renderer.WriteDirectory(999, buffer));
        Assert.Equal("/grüße/study/s/01/14/24", Encoding.UTF8.GetString(buffer));
        Assert.Equal("/grüße/study/s/01/14/24", renderer.Directory(999));
        Assert.Equal("/grüße/study/s", Encoding.UTF8.GetString(buffer.AsSpan(0, renderer.NodeDirectoryLength)));
        Assert.Equal("s/01/14/24", renderer.StatusKey(999));
    }

    [Fact]
    public void Writing_a_script_allocates_nothing()
    {
        StudyPlan plan = Plan(1_000_000, "run $(X) in $(MERLIN_SAMPLE_PATH) as $(MERLIN_SAMPLE_ID)");
        var renderer = new NodeRenderer(plan, plan.Nodes[0]);
        var row = new SampleRow();
        row.Writer.Write("1.25"u8);
        row.EndValue();
        var target = new ArrayBufferWriter<byte>(4096);
        renderer.WriteScript(1, row, restart: false, target);
        byte[] directory = new byte[renderer.DirectoryLength];

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long index = 0; index < 10_000; index++)
        {
            target.ResetWrittenCount();
            renderer.WriteScript(index, row, restart: false, target);
            renderer.WriteDirectory(index, directory);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(70_000)]
    public void The_file_of_paths_has_a_line_for_each_sample(long count)
    {
        var layout = new SampleLayout(count, 25);
        using var file = new MemoryStream();

        SamplePathList.WriteLines(layout, file);

        string[] lines = Encoding.ASCII.GetString(file.ToArray()).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(Enumerable.Range(0, (int)count).Select(i => layout.Path(i)), lines[..^1]);
    }

    [Fact]
    public void A_sampled_node_needs_samples()
    {
        StudyPlan plan = Plan(3, "$(X)");

        Assert.Throws<ArgumentException>(() => new NodeRenderer(plan with { Samples = null }, plan.Nodes[0]));
    }

    private static StudyPlan Plan(long rows, string cmd) =>
        new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(rows, 25, "X") }.Step("s", cmd).Plan();
}
