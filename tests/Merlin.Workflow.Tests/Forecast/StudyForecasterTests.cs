using Merlin.Workflow.Forecast;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Tests.Expansion;

namespace Merlin.Workflow.Tests.Forecast;

public sealed class StudyForecasterTests
{
    private static readonly string[] FourValues = ["1", "2", "3", "4"];

    [Fact]
    public void A_step_without_samples_and_parameters_is_one_task_in_one_directory()
    {
        StepForecast step = Assert.Single(Forecast(new StudyUnderTest().Step("s", "echo hi")).Steps);

        Assert.Equal((1, 1, false), (step.Nodes, step.Tasks, step.Sampled));
        Assert.Equal((1, 5), (step.Left.Directories, step.Left.Files)); // script, out, err, finished, status
        Assert.Equal("#!/bin/bash\n\necho hi\n".Length, step.ScriptBytes);
        Assert.False(step.IsEstimate);
    }

    [Theory]
    [InlineData(1, 25, 0)]
    [InlineData(2, 25, 2)]
    [InlineData(25, 25, 25)]
    [InlineData(26, 25, 26 + 2)]
    [InlineData(2000, 25, 2000 + 80 + 4)]
    [InlineData(9, 3, 9 + 3)]
    public void Samples_lie_in_directories_of_their_levels(long samples, int levelMaxDirs, long below)
    {
        var study = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(samples, levelMaxDirs, "X") };

        StepForecast step = Assert.Single(Forecast(study.Step("s", "echo $(X)")).Steps);

        Assert.Equal(samples, step.Tasks);
        Assert.Equal(1 + below, step.Left.Directories);
        Assert.Equal(samples * 5, step.Left.Files);
    }

    [Fact]
    public void Combinations_lie_in_the_directory_of_their_step()
    {
        StepForecast step = Assert.Single(Forecast(new StudyUnderTest()
            .Parameter("P", "P.%%", FourValues)
            .Step("s", "echo $(P)")).Steps);

        Assert.Equal((4, 4), (step.Nodes, step.Tasks));
        Assert.Equal(1 + 4, step.Left.Directories);
    }

    [Fact]
    public void A_simulation_that_serves_leaves_no_scripts_and_outputs_for_each_sample()
    {
        var study = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(9, 3, "X") };

        StepForecast step = Assert.Single(Forecast(study.Step("s", "exec ./simulation", [], [("serve", "true")])).Steps);

        Assert.Equal(9, step.Tasks);
        Assert.Equal(9 * 3, step.Left.Files); // results, finished, status
        Assert.Equal(0, step.ScriptBytes);
    }

    [Fact]
    public void A_restart_script_is_one_more_file()
    {
        StepForecast step = Assert.Single(Forecast(new StudyUnderTest()
            .Step("s", "exit 104", [], [("restart", "echo again")])).Steps);

        Assert.Equal(6, step.Left.Files);
        Assert.Equal("#!/bin/bash\n\nexit 104\n".Length + "#!/bin/bash\n\necho again\n".Length, step.ScriptBytes);
    }

    [Fact]
    public void Large_steps_keep_status_files_only_when_asked()
    {
        var study = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(10_001, 25, "X") };
        var asked = new StudyUnderTest { Samples = study.Samples, StatusFiles = true };

        Assert.Equal(10_001 * 4, Forecast(study.Step("s", "echo $(X)")).Left.Files);
        Assert.Equal(10_001 * 5, Forecast(asked.Step("s", "echo $(X)")).Left.Files);
    }

    [Fact]
    public void Workers_of_a_broker_put_the_status_files_of_a_node_together()
    {
        var study = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(100, 25, "X") };
        study.Step("s", "echo $(X)").Step("one", "echo 1");

        StudyForecast forecast = StudyForecaster.Make(study.Plan(), samples: null, new ForecastRules { Distributed = true });

        Assert.Equal([(100 * 4) + 1, 5], forecast.Steps.Select(static step => step.Left.Files));
    }

    [Fact]
    public void Lengths_are_also_told_in_whole_blocks()
    {
        StudyForecast forecast = StudyForecaster.Make(
            new StudyUnderTest().Step("s", new string('#', 600)).Plan(), samples: null, new ForecastRules { BlockSize = 512 });

        // The directory, the script of 614 bytes, the status file of one block.
        Assert.Equal(512 + 1024 + 512, forecast.Left.DiskBytes);
    }

    [Fact]
    public void Steps_wait_sample_by_sample_by_combination_or_for_all()
    {
        var study = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(10, 25, "X") };
        StudyForecast forecast = Forecast(study
            .Parameter("P", "P.%%", FourValues)
            .Step("a", "echo $(X)")
            .Step("b", "echo again $(X)", "a")
            .Step("c", "echo $(P)", "b_*")
            .Step("d", "echo $(X) $(P)", "c")
            .Step("e", "echo all", "d_*"));

        Assert.Equal(
            [[], [new(0, StepLinkKind.Sample)], [new(1, StepLinkKind.All)], [new(2, StepLinkKind.Combination)], [new(3, StepLinkKind.All)]],
            forecast.Steps.Select(static step => step.After));
    }

    [Fact]
    public void Tasks_are_counted_by_what_they_hold()
    {
        StepForecast step = Assert.Single(Forecast(new StudyUnderTest()
            .Parameter("P", "P.%%", "1", "2", "2.0")
            .Parameter("N", "N.%%", "1", "2", "2")
            .Step("s", "echo $(P)", [], [("procs", "$(N)")])).Steps);

        Assert.Equal(
            [new ShapeCount(new PlanResources(0, 1, 1, 0), 1), new ShapeCount(new PlanResources(0, 2, 1, 0), 2)], step.Shapes);
    }

    [Fact]
    public void Many_samples_cost_no_more_than_few()
    {
        var study = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(100_000_000, 25, "X") };

        StepForecast step = Assert.Single(Forecast(study.Step("s", "echo $(MERLIN_SAMPLE_ID)")).Steps);

        Assert.Equal(400_000_000, step.Left.Files);
        Assert.True(step.IsEstimate);
        Assert.InRange(step.ScriptBytes, 100_000_000L * "#!/bin/bash\n\necho 0\n".Length, 100_000_000L * "#!/bin/bash\n\necho 99999999\n".Length);
    }

    [Fact]
    public void Packed_samples_have_records_in_files_of_their_workers()
    {
        var study = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(100_000_000, 25, "X") };
        StudyPlan plan = study.Parameter("P", "P.%%", FourValues).Step("s", "echo $(X) $(P)").Step("one", "echo 1").Plan()
            with
        { Packing = new SamplePacking(SamplePacking.KeepAll, SamplePacking.DefaultKeepLimit) };

        StudyForecast forecast = StudyForecaster.Make(plan, samples: null, new ForecastRules { Workers = 64, Distributed = true });

        StepForecast packed = forecast.Steps[0];
        Assert.True(packed.IsPacked);
        Assert.Equal(2, packed.Left.Directories);
        Assert.InRange(packed.Left.Files, (2 * 64) + 1, 1000);
        Assert.Equal(0, packed.ScriptBytes);
        Assert.False(forecast.Steps[1].IsPacked);
        Assert.Equal(5, forecast.Steps[1].Left.Files);
    }

    [Fact]
    public void A_dry_run_leaves_scripts_and_status_files()
    {
        var study = new StudyUnderTest { Batch = Merlin.Workflow.Spec.BatchSpec.Default with { DryRun = true } };

        Assert.Equal(2, Forecast(study.Step("s", "echo hi")).Left.Files);
    }

    private static StudyForecast Forecast(StudyUnderTest study) =>
        StudyForecaster.Make(study.Plan(), samples: null, new ForecastRules());
}
