// Asks the lab by TLS in the other ways that Microsoft's query client knows: by resource id, in a batch, with statistics and
// visualization. Prints one line of JSON. Read from standard input by node, in the folder of the installed peers.
import { ClientSecretCredential } from "@azure/identity";
import { LogsQueryClient } from "@azure/monitor-query-logs";

const lab = JSON.parse(process.env.QD_LAB);
const credential = new ClientSecretCredential(lab.tenantId, lab.clientId, lab.clientSecret, { authorityHost: lab.tlsEndpoint, disableInstanceDiscovery: true });
const client = new LogsQueryClient(credential, { endpoint: `${lab.tlsEndpoint}/v1` });
const day = { duration: "PT24H" };
const resource = `/subscriptions/${lab.subscriptionId}/resourceGroups/contoso-agents/providers/Microsoft.Insights/components/contoso-agents`;

const drawn = await client.queryWorkspace(lab.workspaceId, "AppRequests | summarize n = count() by Name | render piechart with (title='T')", day,
  { includeQueryStatistics: true, includeVisualization: true, serverTimeoutInSeconds: 30 });
const byResource = await client.queryResource(resource, "AppRequests | count", day);
const batch = await client.queryBatch([
  { workspaceId: lab.workspaceId, query: "print x = 7, d = dynamic({'a': 1}), t = datetime(2026-11-21)", timespan: day },
  { workspaceId: lab.workspaceId, query: "nonsense", timespan: day },
  { workspaceId: "another", query: "print 1", timespan: day },
  { workspaceId: lab.workspaceId, query: "range x from 1 to 3 step 1", timespan: day, includeQueryStatistics: true },
]);
console.log(JSON.stringify({
  visualization: [drawn.visualization.visualization, drawn.visualization.title],
  hasStatistics: drawn.statistics.query.executionTime > 0,
  resource: byResource.tables[0].rows,
  statuses: batch.map((member) => member.status),
  first: batch[0].tables[0].rows,
  last: batch[3].tables[0].rows.length,
  lastHasStatistics: batch[3].statistics !== undefined,
}));
