using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Studies that several behaviours are shown on.</summary>
internal static class Specs
{
    /// <summary>A chain of nothing: one step over whatever samples are given.</summary>
    public const string OneSampledStep =
        """
        description: {name: sampled, description: d}
        study: [{name: s, description: d, run: {cmd: 'echo $(X)'}}]
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
        """;

    /// <summary>A sampled step, a step over parameters and samples, and a funnel: 3 + 6 + 1 tasks.</summary>
    public const string ParametersAndSamples =
        """
        description: {name: mixed, description: d}
        global.parameters:
            GREET: {values: [hello, hola], label: GREET.%%}
        study:
            - name: samp
              description: d
              run:
                cmd: 'echo "$(X) $(Y) id=$(MERLIN_SAMPLE_ID) p=$(MERLIN_SAMPLE_PATH) v=$(MERLIN_SAMPLE_VECTOR) n=$(MERLIN_SAMPLE_NAMES)"'
            - {name: both, description: d, run: {cmd: 'echo "$(GREET) $(X) $(MERLIN_SAMPLE_ID) $(WORKSPACE)"', depends: [samp_*]}}
            - name: funnel
              description: d
              run:
                cmd: 'echo "g=$(MERLIN_GLOB_PATH) a=$(MERLIN_PATHS_ALL) b=$(both.workspace) s=$(samp.workspace)"'
                depends: [both_*, samp]
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X, Y]}

        """;

    /// <summary>The rows for <see cref="ParametersAndSamples"/>.</summary>
    public const string ThreeSamples = "0,b0\n1,b1\n2,b2\n";

    /// <summary>Twelve samples on three levels through a chain, then a funnel: 25 tasks.</summary>
    public const string Hierarchy =
        """
        description: {name: levels, description: d}
        study:
            - {name: s, description: d, run: {cmd: 'echo s$(MERLIN_SAMPLE_ID)'}}
            - {name: t, description: d, run: {cmd: "echo t$(MERLIN_SAMPLE_ID)\necho t$(MERLIN_SAMPLE_ID) >> $(SPECROOT)/effects", depends: [s]}}
            - name: u
              description: d
              run:
                cmd: |
                    echo "$(MERLIN_PATHS_ALL)"
                    echo "$(MERLIN_GLOB_PATH)"
                    ls $(s.workspace)/$(MERLIN_GLOB_PATH)/s.out | wc -l
                    echo u >> $(SPECROOT)/effects
                depends: [t_*]
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X], level_max_dirs: 3}
        """;

    /// <summary>A soft failure, a step behind it, and an exit code that Merlin does not know.</summary>
    public const string SoftFailures =
        """
        description: {name: soft, description: d}
        study:
            - {name: soft, description: d, run: {cmd: 'exit $(MERLIN_SOFT_FAIL)'}}
            - {name: after_soft, description: d, run: {cmd: 'echo after', depends: [soft]}}
            - {name: unknown, description: d, run: {cmd: 'exit 7'}}
        """;

    /// <summary>A step in which the sample RAISE raises an error, and two funnels behind it: 3 + 6 + 1 tasks.</summary>
    public const string OneRaisingSample =
        """
        description: {name: raising, description: d}
        global.parameters:
            P: {values: [1, 2], label: P.%%}
        study:
            - name: process_samples
              description: d
              run: {cmd: 'if [ "$(NAME)" = "RAISE" ]; then exit $(MERLIN_RAISE_ERROR); fi'}
            - {name: samples_and_params, description: d, run: {cmd: 'echo $(P) $(NAME)', depends: [process_samples_*]}}
            - {name: step_3, description: d, run: {cmd: 'echo 3', depends: [samples_and_params_*]}}
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [NAME]}
        """;

    /// <summary>One task, in a place that variables decide.</summary>
    public const string OutputPath =
        """
        description: {name: place, description: d}
        env: {variables: {SUB: no_substitution, OUTPUT_PATH: output_path_$(SUB)}}
        study: [{name: step1, description: d, run: {cmd: 'echo WORKSPACE'}}]
        """;

    public static Task<StudyWorkspace> RunParametersAndSamplesAsync(Site site, params IEnumerable<string> options)
    {
        site.Write("samples.csv", ThreeSamples);
        return site.RunAsync(ParametersAndSamples, 0, options);
    }

    public static Task<StudyWorkspace> RunHierarchyAsync(Site site)
    {
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, 12).Select(i => $"{i}\n")));
        return site.RunAsync(Hierarchy);
    }
}
