// The official SDK's client as a peer of bench_mcp: calls one tool many times on one connection, one call after the other.
//   node mcpcalls.mjs FOLDER_WITH_node_modules TOOL ARGUMENTS CALLS (URL | COMMAND [ARGUMENT…])
// Prints one line of JSON: {"calls":…,"perSecond":…,"peakMiB":…}.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, tool, text, count, ...target] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const load = async (name) => import(pathToFileURL(require.resolve("@modelcontextprotocol/sdk/" + name)));
const { Client } = await load("client/index.js");

const client = new Client({ name: "bench", version: "1" });
if (target[0].startsWith("http")) {
  const { StreamableHTTPClientTransport } = await load("client/streamableHttp.js");
  await client.connect(new StreamableHTTPClientTransport(new URL(target[0])));
} else {
  const { StdioClientTransport } = await load("client/stdio.js");
  await client.connect(new StdioClientTransport({ command: target[0], args: target.slice(1), stderr: "ignore" }));
}
const call = { name: tool, arguments: JSON.parse(text) };
for (let i = 0; i < 50; ++i) await client.callTool(call);
const start = performance.now();
for (let i = 0; i < Number(count); ++i) await client.callTool(call);
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ calls: Number(count), perSecond: Number(count) / seconds, peakMiB: process.resourceUsage().maxRSS / 1024 }));
await client.close();
process.exit(0);
