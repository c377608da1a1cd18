using System.Buffers;
using System.Text;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Tests.Expansion;

/// <summary>Short words for looking at plans.</summary>
internal static class PlanReading
{
    extension(StudyPlan plan)
    {
        public PlanNode Node(string name) => plan.Nodes.Single(n => n.Name == name);

        public string[] Names() => [.. plan.Nodes.Select(n => n.Name)];

        /// <summary>What a node waits for, in order of names; a chain's parent is marked with a tilde.</summary>
        public string[] WaitsFor(string name) =>
        [
            .. plan.Node(name).Dependencies
                .Select(d => (d.Kind == PlanDependencyKind.Elementwise ? "~" : "") + plan.Nodes[d.Node].Name)
                .Order(StringComparer.Ordinal),
        ];

        /// <summary>The script of a task, whose sample has the given values.</summary>
        public string Script(string name, long index = 0, bool restart = false, params string[] values)
        {
            var row = new SampleRow();
            foreach (string value in values)
            {
                row.Writer.Write(Encoding.UTF8.GetBytes(value));
                row.EndValue();
            }

            var target = new ArrayBufferWriter<byte>();
            new NodeRenderer(plan, plan.Node(name)).WriteScript(index, row, restart, target);
            return Encoding.UTF8.GetString(target.WrittenSpan);
        }

        /// <summary>The same without the first line and the blank one after it.</summary>
        public string Body(string name, long index = 0, bool restart = false, params string[] values)
        {
            string script = plan.Script(name, index, restart, values);
            return script[(script.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        }
    }
}
