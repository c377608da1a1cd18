using System.Globalization;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.Allocations;

/// <summary>Programs that answer as Slurm's do. Jobs get the numbers 1, 2, 3 and wait until the test says something else.</summary>
internal sealed class SlurmStandIn
{
    private readonly string _jobs;
    private readonly string _environments;
    private readonly string _states;
    private readonly string _refusal;

    public SlurmStandIn(Site site)
    {
        _jobs = Path.Combine(site.Root, "slurm-jobs");
        _environments = Directory.CreateDirectory(Path.Combine(site.Root, "slurm-environments")).FullName;
        _states = Directory.CreateDirectory(Path.Combine(site.Root, "slurm-states")).FullName;
        _refusal = Path.Combine(site.Root, "slurm-refuses");
        site.AddProgram("flux", "exit 1");
        site.AddProgram("qsub", "exit 1");
        site.AddProgram("jsrun", "exit 1");
        site.AddProgram("sbatch", $"""
            if [ "$1" = --help ]; then echo "Usage: sbatch"; exit 0; fi
            if [ -f '{_refusal}' ]; then echo "sbatch: error: invalid account" >&2; exit 1; fi
            mkdir -p '{_jobs}'
            job=$(($(ls '{_jobs}' | wc -l) + 1))
            env > '{_environments}'/$job
            printf '%s\n' "$@" > '{_jobs}'/$job
            echo $job
            """);
        site.AddProgram("squeue", $"""
            mkdir -p '{_jobs}'
            for job in $(ls '{_jobs}'); do
                state="PENDING 0:00"
                if [ -f '{_states}'/$job ]; then read state < '{_states}'/$job; fi
                echo $job $state
            done
            """);
    }

    /// <summary>How many jobs were submitted.</summary>
    public int Count => Directory.Exists(_jobs) ? Directory.GetFiles(_jobs).Length : 0;

    /// <summary>The words with which a job was submitted.</summary>
    public string[] WordsOf(int job) => Read(_jobs, job);

    /// <summary>The variables with which a job was submitted, each a line.</summary>
    public string[] EnvironmentOf(int job) => Read(_environments, job);

    /// <summary>From now on a job is in a state, for which it has used some time.</summary>
    public void Set(int job, string state, string used) =>
        File.WriteAllText(FileOf(_states, job), $"{state} {used}\n");

    /// <summary>From now on every job is refused.</summary>
    public void Refuse() => File.WriteAllText(_refusal, "");

    private static string[] Read(string directory, int job) => File.ReadAllLines(FileOf(directory, job));

    private static string FileOf(string directory, int job) => Path.Combine(directory, job.ToString(CultureInfo.InvariantCulture));
}
