using Merlin.Broker;
using Merlin.Cli.Configuration;
using Merlin.Worker;

namespace Merlin.Cli.Running.Distributed;

/// <summary>The task in whose script this program was started, as its worker tells in the environment.</summary>
internal static class ParentTask
{
    /// <summary>The task, or null outside of tasks and when work goes to another broker than the task came from.</summary>
    /// <param name="access">The broker that work goes to.</param>
    public static TaskId? Of(BrokerAccess access) =>
        Environment.GetEnvironmentVariable(BrokerLookup.VariableName) == access.EnvironmentValue
            ? ParentVariable.Read(Environment.GetEnvironmentVariable(ParentVariable.Name))
            : null;
}
