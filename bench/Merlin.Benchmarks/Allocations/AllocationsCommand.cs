using System.Diagnostics;
using System.Globalization;

namespace Merlin.Benchmarks.Allocations;

/// <summary>
/// Counts what hot operations allocate, and fails when one of them allocates more than a committed list allows. Times are
/// not looked at.
/// </summary>
internal static class AllocationsCommand
{
    /// <summary>The word that asks for it on the command line.</summary>
    public const string Name = "allocations";

    // Code that is not optimised yet allocates what optimised code does not; so all of it is optimised at once.
    private const string TieredCompilation = "DOTNET_TieredCompilation";

    // Rounding of growing lists and of names that are longer elsewhere.
    private const double Slack = 1.01;

    /// <summary>Runs it: FILE [--update].</summary>
    public static int Run(string[] args)
    {
        if (args is not ([_] or [_, "--update"]))
        {
            Console.Error.WriteLine($"usage: Merlin.Benchmarks {Name} FILE [--update]");
            return 2;
        }

        if (Environment.GetEnvironmentVariable(TieredCompilation) != "0")
        {
            return RunOptimised(args);
        }

        (string Operation, long Bytes)[] measured = [.. HotOperation.All().Select(static operation => (operation.Name, operation.Measure()))];
        if (args.Length == 2)
        {
            AllowedBytes.Write(args[0], measured);
            return 0;
        }

        return Compare(AllowedBytes.Read(args[0]), measured);
    }

    private static int Compare(AllowedBytes allowed, (string Operation, long Bytes)[] measured)
    {
        int failures = 0;
        foreach ((string operation, long bytes) in measured)
        {
            string verdict = allowed[operation] switch
            {
                null => "not in the list",
                long most when bytes > most * Slack => string.Create(CultureInfo.InvariantCulture, $"more than {most}"),
                _ => "ok",
            };
            failures += verdict == "ok" ? 0 : 1;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{operation,-70} {bytes,8}  {verdict}"));
        }

        foreach (string gone in allowed.Except(measured.Select(static entry => entry.Operation)))
        {
            failures++;
            Console.WriteLine($"{gone,-70} {"-",8}  in the list, and there is no such operation");
        }

        if (failures > 0)
        {
            Console.WriteLine("Where the new numbers are right, 'bench/allocations.sh --update' writes them; commit them with the reason.");
        }

        return failures > 0 ? 1 : 0;
    }

    private static int RunOptimised(string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(AllocationsCommand).Assembly.Location);
        }

        start.ArgumentList.Add(Name);
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        start.Environment[TieredCompilation] = "0";
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
