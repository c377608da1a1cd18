using Merlin.Worker.TestHost;

return args[0] == "broker" ? BrokerProcess.Run(args[1], args[2]) : await WorkerProcess.RunAsync(args);
