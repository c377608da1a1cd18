using System.Diagnostics;
using System.Text;
using Merlin.Workflow.Expansion.Generator;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Tests.Samples;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Expansion;

public sealed class ParameterGeneratorTests
{
    private static readonly EnvSpec Env = new()
    {
        Variables = [KeyValuePair.Create<string, YamlNode>("COUNT", YamlScalar.Plain("3")), KeyValuePair.Create<string, YamlNode>("WORD", YamlScalar.Quoted("hey"))],
        Labels = [KeyValuePair.Create<string, YamlNode>("LABEL", YamlScalar.Quoted("l"))],
        Paths = [KeyValuePair.Create("TOOLS", "/tools")],
    };

    [Fact]
    public async Task A_generator_sees_variables_and_arguments_and_makes_parameters()
    {
        const string File = """
            from maestrowf.datastructures.core import ParameterGenerator
            import os
            import maestrowf.datastructures.core.parameters as other

            def get_custom_generator(env, **kwargs):
                print("noise")
                os.system("echo more")
                p_gen = ParameterGenerator()
                count = env.find("COUNT").value
                p_gen.add_parameter("X", [i * 0.5 for i in range(count)], "X.%%")
                p_gen.add_parameter("W", [env.find("WORD").value, env.find("LABEL").value + kwargs["who"], env.find("TOOLS").value])
                p_gen.add_parameter("T", (1e-5, True, None), "T.%%", "time")
                p_gen.add_parameter("E", [float("nan"), [1, "a"], 10**20], "E.%%")
                assert env.find("NOBODY") is None
                assert other.ParameterGenerator is ParameterGenerator
                return p_gen
            """;

        (int exit, byte[] output, string error) = await RunAsync(File, ("who", "x:y"));
        IReadOnlyList<ParameterSpec> parameters = GeneratedParameters.Parse(output, "pgen.py");

        Assert.Equal(0, exit);
        Assert.Contains("noise\n", error, StringComparison.Ordinal);
        Assert.Contains("more\n", error, StringComparison.Ordinal);
        Assert.Equal(["X", "W", "T", "E"], parameters.Select(p => p.Key));
        Assert.Equal(["X.%%", "W.%%", "T.%%", "E.%%"], parameters.Select(p => p.Label));
        Assert.Equal(["X", "W", "time", "E"], parameters.Select(p => p.Name));
        Assert.Equal(["0.0", "0.5", "1.0"], parameters[0].Values.Select(PythonText.Of));
        Assert.Equal(["hey", "lx:y", "/tools"], parameters[1].Values.Select(PythonText.Of));
        Assert.Equal(["1e-05", "True", "None"], parameters[2].Values.Select(PythonText.Of));
        Assert.Equal(["nan", "[1, 'a']", "100000000000000000000"], parameters[3].Values.Select(PythonText.Of));
        Assert.IsType<double>(Assert.IsType<YamlScalar>(parameters[2].Values[0]).Value);
    }

    [Theory]
    [InlineData("x = 1\n", "no function get_custom_generator")]
    [InlineData("def get_custom_generator(env):\n    return None\n", "must return a ParameterGenerator")]
    [InlineData("import os\ndef get_custom_generator(env):\n    return 1 / 0\n", ":3: ZeroDivisionError: division by zero")]
    [InlineData("def get_custom_generator(env:\n", ":1: SyntaxError")]
    [InlineData("import no_such_module\n", ":1: ModuleNotFoundError")]
    public async Task A_generator_that_fails_is_told_in_one_line(string file, string expected)
    {
        (int exit, byte[] output, string error) = await RunAsync(file);

        Assert.Equal(1, exit);
        Assert.Empty(output);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("", "made no parameters")]
    [InlineData("[{\"key\":\"A\",\"values\":[1],\"label\":[\"a\"],\"name\":\"A\"}]", "one text")]
    [InlineData("[{\"key\":\"A\",\"values\":[1],\"label\":\"a\",\"name\":\"A\"},{\"key\":\"B\",\"values\":[1,2],\"label\":\"b\",\"name\":\"B\"}]", "has 2 values, but 'A' has 1")]
    public void Parameters_that_do_not_fit_are_refused(string json, string expected) => Assert.Contains(
        expected,
        Assert.Throws<SpecException>(() => GeneratedParameters.Parse(Encoding.UTF8.GetBytes(json), "pgen.py")).Message,
        StringComparison.Ordinal);

    private static async Task<(int Exit, byte[] Output, string Error)> RunAsync(string content, params (string Key, string Value)[] arguments)
    {
        using var file = new TemporaryFile("pgen.py", Encoding.UTF8.GetBytes(content));
        using Process python = Process.Start(new ProcessStartInfo("python3", ["-B", "-c", GeneratorRequest.Program()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = python.StandardError.ReadToEndAsync();
        await python.StandardInput.BaseStream.WriteAsync(
            GeneratorRequest.Input(file.Name, Env, arguments.Select(a => KeyValuePair.Create(a.Key, a.Value))));
        python.StandardInput.Close();
        using var output = new MemoryStream();
        await python.StandardOutput.BaseStream.CopyToAsync(output);
        await python.WaitForExitAsync();
        return (python.ExitCode, output.ToArray(), await error);
    }
}
