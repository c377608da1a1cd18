using Merlin.Cli.Invocation;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Running;

/// <summary>Clones what <c>env.dependencies.git</c> names.</summary>
internal static class RepositoryClones
{
    /// <summary>Clones every repository; those already cloned are removed again when one fails or is stopped.</summary>
    /// <param name="repositories">What to clone.</param>
    /// <param name="stop">Ends git.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="UserErrorException">A directory is taken, or git failed.</exception>
    public static void Make(IReadOnlyList<GitDependencySpec> repositories, CancellationToken stop)
    {
        var made = new List<string>();
        try
        {
            foreach (GitDependencySpec repository in repositories)
            {
                Make(repository, made, stop);
            }
        }
        catch
        {
            made.Where(Directory.Exists).ToList().ForEach(static clone => Directory.Delete(clone, recursive: true));
            throw;
        }
    }

    private static void Make(GitDependencySpec repository, List<string> made, CancellationToken stop)
    {
        string place = $"env.dependencies.git '{repository.Name}'";
        if (Directory.Exists(repository.Directory))
        {
            throw new UserErrorException(
                $"{place}: {repository.Directory} exists already; remove it or give another path.");
        }

        Git(place, ["ls-remote", repository.Source], Environment.CurrentDirectory, stop);
        made.Add(repository.Directory);
        string[] branch = repository.Branch is null ? [] : ["--branch", repository.Branch];
        Git(
            place,
            ["clone", "--quiet", .. branch, "--", repository.Source, repository.Directory],
            Environment.CurrentDirectory,
            stop);
        if (repository.Revision is not null)
        {
            Git(place, ["checkout", "--quiet", repository.Revision], repository.Directory, stop);
        }
    }

    private static void Git(string place, IReadOnlyList<string> arguments, string directory, CancellationToken stop)
    {
        (int exit, _, string error) = ShellCommand.Capture("git", arguments, directory, stop);
        if (exit != 0)
        {
            throw new UserErrorException($"{place}: 'git {string.Join(' ', arguments)}' failed: {error.Trim()}");
        }
    }
}
