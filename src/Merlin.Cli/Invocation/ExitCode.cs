namespace Merlin.Cli.Invocation;

/// <summary>The exit statuses of the program; they say the truth about what was asked for.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked for was done.</summary>
    public const int Success = 0;

    /// <summary>It was not done; an error line says why.</summary>
    public const int Error = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The study ended, or was stopped, with tasks that failed, raised, were cancelled or never ran.</summary>
    public const int TasksFailed = 3;

    /// <summary>A worker has lost the Flux instance that it had for itself; its tasks run again elsewhere.</summary>
    public const int InstanceLost = 4;

    /// <summary>An agent's workers ended again and again as soon as they began; another agent in its place would do no better.</summary>
    public const int Hopeless = 5;

    /// <summary>A person interrupted it.</summary>
    public const int Interrupted = 130;
}
