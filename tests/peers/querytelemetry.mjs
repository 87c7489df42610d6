// Asks the lab by TLS with Microsoft's query client and credential, and prints what it answers: one line of JSON per query.
// Read from standard input by node, in the folder of the installed peers. QD_QUERIES is a JSON list of KQL texts.
import { ClientSecretCredential } from "@azure/identity";
import { LogsQueryClient, LogsQueryResultStatus } from "@azure/monitor-query-logs";

const lab = JSON.parse(process.env.QD_LAB);
const credential = new ClientSecretCredential(lab.tenantId, lab.clientId, lab.clientSecret, { authorityHost: lab.tlsEndpoint, disableInstanceDiscovery: true });
const client = new LogsQueryClient(credential, { endpoint: `${lab.tlsEndpoint}/v1` });
for (const query of JSON.parse(process.env.QD_QUERIES)) {
  const result = await client.queryWorkspace(lab.workspaceId, query, { duration: "PT24H" });
  if (result.status !== LogsQueryResultStatus.Success)
    throw new Error(`${query}: ${result.status}`);
  console.log(JSON.stringify(result.tables[0].rows));
}
