// Microsoft's query client for JavaScript on the same reply as bench_decode: from the bytes of the body to its tables.
//   bench_decode --write /tmp/reply.json
//   node decode_peer.mjs FOLDER_WITH_node_modules /tmp/reply.json
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/package.json"));
const { LogsQueryClient } = require("@azure/monitor-query-logs");
const { createHttpHeaders } = require(require.resolve("@azure/core-rest-pipeline", { paths: [require.resolve("@azure/monitor-query-logs")] }));

const bytes = readFileSync(file);
const httpClient = {
  sendRequest: async (request) => ({
    request,
    status: 200,
    headers: createHttpHeaders({ "content-type": "application/json; charset=utf-8" }),
    bodyAsText: bytes.toString("utf8"),
  }),
};
const credential = { getToken: async () => ({ token: "x", expiresOnTimestamp: Date.now() + 3600e3 }) };
const client = new LogsQueryClient(credential, { httpClient });
let best = Infinity;
let bestCpu = Infinity;
for (let run = 0; run < 5; ++run) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = await client.queryWorkspace("w", "requests", { duration: "PT1H" });
  best = Math.min(best, performance.now() - start);
  const used = process.cpuUsage(cpu);
  bestCpu = Math.min(bestCpu, (used.user + used.system) / 1000);
  if (result.tables[0].rows.length !== 200000) throw new Error("rows are missing");
}
console.log(`JavaScript client ${best.toFixed(1)} ms, of the processor ${bestCpu.toFixed(1)} ms, peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(1)} MB`);
