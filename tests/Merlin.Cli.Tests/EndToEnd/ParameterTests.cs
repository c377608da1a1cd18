using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Steps over combinations of parameters: which there are, where they lie, what they see.</summary>
public sealed class ParameterTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [FactIf("python3")]
    public Task Parameters_are_zipped_and_a_funnel_gathers_them() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: hello, description: d}
            global.parameters:
                GREET: {values: [hello, hola], label: GREET.%%}
                WORLD: {values: [world, mundo], label: WORLD.%%}
            study:
                - {name: step_1, description: d, run: {cmd: 'echo "$(GREET), $(WORLD)!"'}}
                - {name: step_2, description: d, run: {cmd: 'print("Hurrah, we did it!")', depends: [step_1_*], shell: /usr/bin/env python3}}
            """);

        Assert.Equal("GREET.hello.WORLD.world GREET.hola.WORLD.mundo", workspace.List("step_1"));
        Assert.Equal(
            "hello, world!\n", workspace.Text("step_1/GREET.hello.WORLD.world/step_1_GREET.hello.WORLD.world.out"));
        Assert.Equal(
            "hola, mundo!\n", workspace.Text("step_1/GREET.hola.WORLD.mundo/step_1_GREET.hola.WORLD.mundo.out"));
        Assert.Equal("MERLIN_FINISHED step_2.err step_2.out step_2.sh", workspace.List("step_2"));
        Assert.Equal("Hurrah, we did it!\n", workspace.Text("step_2/step_2.out"));
        Assert.Equal(3, workspace.FinishedTasks().Count);
    });

    [Fact]
    public Task Parameters_are_inherited_along_plain_dependencies_only() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: inherit, description: d}
            global.parameters:
                B: {values: [u, v], label: B.%%}
                A: {values: [1, 2], label: A.%%}
            study:
                - {name: a,       description: d, run: {cmd: 'echo $(A)'}}
                - {name: plain,   description: d, run: {cmd: 'echo p'}}
                - {name: inh,     description: d, run: {cmd: 'echo $(a.workspace) $(plain.workspace)', depends: [a, plain]}}
                - {name: fun,     description: d, run: {cmd: 'echo $(a.workspace)', depends: [a_*]}}
                - {name: both,    description: d, run: {cmd: 'echo $(B) $(inh.workspace)', depends: [inh]}}
                - {name: starown, description: d, run: {cmd: 'echo $(B) $(a.workspace)', depends: ["a*"]}}
            """);

        string root = workspace.Path;
        Assert.Equal($"{root}/a/A.1 {root}/plain\n", workspace.Text("inh/A.1/inh_A.1.out"));
        Assert.Equal($"{root}/a\n", workspace.Text("fun/fun.out"));
        Assert.Equal($"u {root}/inh/A.1\n", workspace.Text("both/A.1.B.u/both_A.1.B.u.out"));
        Assert.Equal($"v {root}/a\n", workspace.Text("starown/B.v/starown_B.v.out"));
        Assert.Equal("A.1.B.u A.2.B.v", workspace.List("both"));
        Assert.Equal("B.u B.v", workspace.List("starown"));
        Assert.Equal(2 + 1 + 2 + 1 + 2 + 2, workspace.FinishedTasks().Count);
    });

    [Fact]
    public Task Labels_are_cleaned_for_file_names_and_equal_combinations_fall_together() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: labels, description: d}
            global.parameters:
                A: {values: [1, 1, 2], label: A.%%}
                B: {values: [x y, q/z, w], label: B_%%}
            study:
                - {name: a, description: d, run: {cmd: 'echo $(A)'}}
                - {name: b, description: with $(B), run: {cmd: 'echo b'}}
                - {name: ab, description: d, run: {cmd: 'echo "$(A) $(B) $(b.workspace)"', depends: [b]}}
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        StudyWorkspace workspace = site.Workspace();
        Assert.Equal("A.1 A.2", workspace.List("a"));
        Assert.Equal("B_qz B_w B_x_y", workspace.List("b"));
        Assert.Equal(
            ["b/B_qz/b_B_qz.sh", "b/B_w/b_B_w.sh", "b/B_x_y/b_B_x_y.sh"],
            workspace.Files("*.sh", "b"));
        Assert.Equal("A.1.B_qz A.1.B_x_y A.2.B_w", workspace.List("ab"));
        Assert.Equal($"1 q/z {workspace.Path}/b/B_qz\n", workspace.Text("ab/A.1.B_qz/ab_A.1.B_qz.out"));
        Assert.Matches("WARNING.*step 'a'.*combination", run.Error);
    });

    [Fact]
    public Task A_parameter_is_used_only_where_its_whole_name_stands() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: names, description: d}
            global.parameters:
                A: {values: [1, 2], label: A.%%}
                AB: {values: [x, y], label: AB.%%, name: second}
            study:
                - {name: s, description: d, run: {cmd: 'echo $(AB) $(AB.label) $(AB.name)'}}
            """);

        Assert.Equal("AB.x AB.y", workspace.List("s"));
        Assert.Equal("y AB.y second\n", workspace.Text("s/AB.y/s_AB.y.out"));
    });

    [FactIf("python3")]
    public Task A_python_file_can_generate_the_parameters() => AtAsync(async site =>
    {
        site.Write(
            "generate.py",
            """
            from maestrowf.datastructures.core import ParameterGenerator

            def get_custom_generator(env, **kwargs):
                generator = ParameterGenerator()
                count = int(kwargs.get("count", env.find("COUNT").value))
                generator.add_parameter("P", [i * 10 for i in range(count)], "P.%%")
                return generator
            """);

        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: generated, description: d}
            env: {variables: {COUNT: 2}}
            global.parameters:
                P: {values: [99], label: P.%%}
            study: [{name: s, description: d, run: {cmd: 'echo $(P)'}}]
            """,
            options: ["--pgen", "generate.py", "--parg", "count:3"]);

        Assert.Equal("P.0 P.10 P.20", workspace.List("s"));
        Assert.Contains("[0, 10, 20]", workspace.Text("merlin_info/spec.expanded.yaml"));
        Assert.Contains("[99]", workspace.Text("merlin_info/spec.partial.yaml"));
    });

    [Fact]
    public Task Arguments_for_a_generator_need_a_generator() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: generated, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo x'}}]
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec, "--pargs", "count:3")).Ended(1);

        Assert.Contains("--pgen", run.Error);
        Assert.Empty(site.Workspaces());
    });

    [FactIf("python3")]
    public Task A_generator_that_fails_is_named_with_its_own_words() => AtAsync(async site =>
    {
        site.Write("broken.py", "def get_custom_generator(env, **kwargs):\n    raise ValueError('no such grid')\n");
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: generated, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo x'}}]
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec, "--pgen", "broken.py")).Ended(1);

        Assert.Contains("broken.py", run.Error);
        Assert.Contains("no such grid", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    });
}
