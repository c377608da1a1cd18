using System.Text;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Tests.Samples;
using Merlin.Workflow.Variables;

namespace Merlin.Workflow.Tests.Expansion;

/// <summary>The whole way from a spec's text to scripts.</summary>
public sealed class SpecToPlanTests
{
    private const string Head = "description: {name: study, description: d}\n";

    [Fact]
    public void A_minimal_spec()
    {
        StudyPlan plan = Plan(Head + "study: [{name: step1, description: d, run: {cmd: echo \"test\"}}]\n", samples: null);

        Assert.Equal("#!/bin/bash\n\necho \"test\"\n", plan.Script("step1"));
        Assert.Equal("merlin", plan.Nodes[0].Queue);
    }

    [Fact]
    public void Sample_vectors_names_and_user_variables_reach_the_script()
    {
        const string Spec = Head + """
            env:
              variables: {upper: U, lower: lv}
              labels: {LABELLED: "$(GREET.label)-$(GREET)"}
            global.parameters:
              GREET: {values: [hello, hola], label: GREET.%%}
            merlin:
              samples: {file: samples.csv, column_labels: [X, Y]}
            study:
              - name: samp
                description: d
                run:
                  cmd: |
                    echo "$(X) $(Y) v=$(MERLIN_SAMPLE_VECTOR) n=$(MERLIN_SAMPLE_NAMES)"
              - name: both
                description: d
                run: {cmd: "echo $(LABELLED) $(UPPER) $(lower) $(MERLIN_SAMPLE_ID) $(MERLIN_INFO)", depends: [samp_*]}
            """;

        StudyPlan plan = Plan(Spec, StudyUnderTest.SamplesOf(3, 25, "X", "Y"));

        Assert.Equal("echo \"1 b1 v=1 b1 n=X Y\"\n\n", plan.Body("samp", 1, false, "1", "b1"));
        Assert.Equal($"echo GREET.hola-hola U lv 2 {plan.Workspace}/merlin_info\n", plan.Body("both_GREET.hola", 2, false, "2", "b2"));
    }

    [Fact]
    public void Variable_launchers_get_their_default_lines()
    {
        const string Spec = Head + """
            batch: {type: flux}
            study:
              - name: keys
                description: d
                run: {cmd: $(VLAUNCHER) app, nodes: 6, procs: 3, cores per task: 2, gpus: 1}
              - name: none
                description: d
                run: {cmd: $(VLAUNCHER) app, shell: /bin/csh}
            """;

        StudyPlan plan = Plan(Spec, samples: null);

        Assert.EndsWith("flux run -n ${MERLIN_PROCS} -N ${MERLIN_NODES} -c ${MERLIN_CORES} -g ${MERLIN_GPUS} app\n", plan.Body("keys"), StringComparison.Ordinal);
        Assert.EndsWith("flux run -n ${MERLIN_PROCS} -N ${MERLIN_NODES} -c ${MERLIN_CORES} app\n", plan.Body("none"), StringComparison.Ordinal);
        foreach (string line in new[] { "MERLIN_NODES=6", "MERLIN_PROCS=3", "MERLIN_CORES=2", "MERLIN_GPUS=1" })
        {
            Assert.Contains($"{line}\n", plan.Body("keys"), StringComparison.Ordinal);
        }

        Assert.Contains("set MERLIN_NODES=1\n", plan.Body("none"), StringComparison.Ordinal);
    }

    private static StudyPlan Plan(string text, SampleSource? samples)
    {
        using var file = new TemporaryFile("study.yaml", Encoding.UTF8.GetBytes(text));
        string directory = Path.GetDirectoryName(file.Name)!;
        ExpandedSpec expanded = SpecExpander.Expand(
            SpecFile.Load(file.Name, new SpecLoadOptions()),
            new ExpansionContext
            {
                CurrentDirectory = directory,
                Timestamp = "20260102-030405",
                Environment = new Dictionary<string, string>(StringComparer.Ordinal),
                HomeDirectory = "/home/user",
            });
        return StudyPlanner.Plan(
            expanded.Spec,
            new PlanInputs
            {
                Name = expanded.StudyName,
                Workspace = expanded.Workspace,
                Timestamp = expanded.Timestamp,
                Samples = samples,
            }).Plan;
    }
}
