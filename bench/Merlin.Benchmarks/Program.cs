using Merlin.Benchmarks;
using Merlin.Benchmarks.Allocations;
using Merlin.Benchmarks.Capacity;
using Merlin.Benchmarks.Capacity.Documents;
using Merlin.Benchmarks.Capacity.Soaking;
using Merlin.Benchmarks.Hosting;
using Merlin.Benchmarks.Load;
using Merlin.Benchmarks.Load.Brokers;
using Merlin.Benchmarks.Overhead;
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
    case ["capacity", .. string[] rest]:
        return await CapacityCommand.RunAsync(rest);
    case ["capacity-report", .. string[] rest]:
        return CapacityDocument.Run(rest);
    case ["soak", .. string[] rest]:
        return await SoakCommand.RunAsync(rest);
    case ["scale", .. string[] rest]:
        return ScaleCommand.Run(rest);
    case [AllocationsCommand.Name, .. string[] rest]:
        return AllocationsCommand.Run(rest);
    case ["report", .. string[] rest]:
        return ReportCommand.Run(rest);
    default:
        return MicroBenchmarks.Run(args);
}
