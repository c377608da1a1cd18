using Merlin.Cli.Workers;

namespace Merlin.Cli.Tests.Workers;

public sealed class WorkerNameTests
{
    [Theory]
    [InlineData(null, "worker")]
    [InlineData("sim", "sim")]
    [InlineData("sim.%h", "sim")]
    [InlineData("sim.%%h", "sim")]
    [InlineData("sim@%h", "sim")]
    [InlineData("celery@sim.%%h", "sim")]
    [InlineData("sim20260101-000000.%%h", "sim20260101-000000")]
    [InlineData("%h-a", "node7.site.org-a")]
    [InlineData("%n-%d", "node7-site.org")]
    [InlineData("a%%b%i", "a%b")]
    [InlineData("100%", "100%")]
    [InlineData(".%h", "worker")]
    public void Names_are_read_as_celery_reads_them_and_the_host_is_left_out(string? text, string name) =>
        Assert.Equal(new WorkerName(name, "node7.site.org"), WorkerName.Parse(text, "node7.site.org"));
}
