using Merlin.Benchmarks;
using Merlin.Benchmarks.Allocations;
using Merlin.Benchmarks.Hosting;
using Merlin.Benchmarks.Load;
using Merlin.Benchmarks.Load.Brokers;
using Merlin.Benchmarks.Scale;

switch (args)
{
    case ["load", .. string[] rest]:
        return await LoadCommand.RunAsync(rest);
    case [BrokerProcess.Command, .. string[] rest]:
        return await LoadBroker.RunAsync(rest);
    case ["in-process", .. string[] rest]:
        return await InProcessLoad.RunAsync(rest);
    case ["many-studies", .. string[] rest]:
        return await ManyStudies.RunAsync(rest);
    case ["scale", .. string[] rest]:
        return ScaleCommand.Run(rest);
    case [AllocationsCommand.Name, .. string[] rest]:
        return AllocationsCommand.Run(rest);
    default:
        return MicroBenchmarks.Run(args);
}
