using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

public sealed class LibraryTests
{
    [FluxFact]
    public async Task The_library_is_found_and_its_version_is_that_of_the_command()
    {
        Assert.True(FluxLibrary.TryLoad(out string? whyNot), whyNot);
        Assert.True(FluxLibrary.Version >= FluxLibrary.Oldest);
        Assert.NotEmpty(FluxLibrary.Location);
        string versions = await RealFlux.RunAloneAsync("version");
        string line = versions.Split('\n').Single(text => text.StartsWith("libflux-core:", StringComparison.Ordinal));
        Assert.Contains(FluxLibrary.Version.ToString(), line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.88.0-59-g4a5e79f56", "0.88.0")]
    [InlineData("0.49.0", "0.49.0")]
    [InlineData("1.2", "1.2")]
    public void A_version_may_carry_more_than_numbers(string text, string version) =>
        Assert.Equal(Version.Parse(version), FluxLibrary.ParseVersion(text));

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    public void Other_text_is_no_version(string text) => Assert.Null(FluxLibrary.ParseVersion(text));

    [Fact]
    public void Choices_come_first_then_the_enclosing_instance_the_loader_and_the_path()
    {
        string prefix = Directory.CreateTempSubdirectory().FullName;
        string programs = Directory.CreateDirectory(Path.Combine(prefix, "bin")).FullName;
        string command = Path.Combine(programs, "flux");
        File.WriteAllText(command, "");
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["MERLIN_FLUX_PREFIX"] = "/named",
            ["FLUX_CONNECTOR_PATH"] = "/running/lib64/flux/connectors",
            ["PATH"] = $"/nowhere:{programs}",
        };
        IReadOnlyList<string> places = LibraryPlaces.InOrder("/chosen", variables.GetValueOrDefault);
        Directory.Delete(prefix, recursive: true);

        string[] expected =
        [
            LibraryPlaces.In("/chosen/lib"), LibraryPlaces.In("/named/lib"), LibraryPlaces.In("/running/lib64"),
            LibraryImports.Name, LibraryPlaces.In(Path.Combine(prefix, "lib")),
        ];
        Assert.Equal(expected, places.Where(expected.Contains));
        Assert.Contains(LibraryPlaces.In("/chosen/lib64"), places);
    }

    [Fact]
    public void A_command_or_its_directory_stands_for_its_prefix()
    {
        string prefix = Directory.CreateTempSubdirectory().FullName;
        string programs = Directory.CreateDirectory(Path.Combine(prefix, "bin")).FullName;
        string command = Path.Combine(programs, "flux");
        File.WriteAllText(command, "");
        string library = LibraryPlaces.In(Path.Combine(prefix, "lib"));
        Assert.All<string>(
            [prefix, programs, command],
            place => Assert.Equal(library, LibraryPlaces.InOrder(place, _ => null)[0]));
        Directory.Delete(prefix, recursive: true);
    }

    [Fact]
    public void What_is_not_found_is_told_with_all_places_and_what_to_do()
    {
        string message = FluxLibrary.NotFound(["/a/libflux-core.so.2", "/b/libflux-core.so.2"]).Message;
        Assert.All<string>(
            ["/a/libflux-core.so.2", "/b/libflux-core.so.2", "pkg-config", "MERLIN_FLUX_PREFIX"],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
