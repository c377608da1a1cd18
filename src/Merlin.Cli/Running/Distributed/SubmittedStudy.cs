using System.Globalization;
using System.Text.Json;
using Merlin.Broker;
using Merlin.Cli.Display;
using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Running.Distributed;

/// <summary>A study that a broker has taken for good.</summary>
/// <param name="Id">Its number there.</param>
/// <param name="Plan">What is run.</param>
/// <param name="BrokerAddress">Where the broker is.</param>
internal sealed record SubmittedStudy(StudyId Id, StudyPlan Plan, string BrokerAddress)
{
    /// <summary>The number as it is typed.</summary>
    public string Number => Id.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Tells the study's number, and how to go on from here.</summary>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="json">Whether a program asked: then it is one JSON object on one line.</param>
    /// <param name="waits">Whether the command stays and shows the study itself.</param>
    public void Tell(Terminal terminal, bool json, bool waits)
    {
        terminal.Log.Info($"Study {Number} '{Plan.Name}' was taken by the broker at {BrokerAddress}.");
        if (!waits)
        {
            terminal.Log.Info($"Watch it: merlin status {ShellWord.Quote(Plan.Workspace)}");
        }

        if (json)
        {
            terminal.WriteJsonLine(WriteJson, indented: false);
        }
    }

    private void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("event", "submitted");
        writer.WriteNumber("id", Id.Value);
        writer.WriteString("study", Plan.Name);
        writer.WriteString("workspace", Plan.Workspace);
        writer.WriteString("broker", BrokerAddress);
        writer.WriteEndObject();
    }
}
