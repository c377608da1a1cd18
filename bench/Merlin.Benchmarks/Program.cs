using BenchmarkDotNet.Running;
using Merlin.Benchmarks.Hosting;

if (args is ["load", .. string[] load])
{
    return await BrokerLoad.RunAsync(load);
}

if (args is ["many-studies", .. string[] many])
{
    return await ManyStudies.RunAsync(many);
}

BenchmarkSwitcher.FromAssembly(typeof(BrokerLoad).Assembly).Run(args);
return 0;
