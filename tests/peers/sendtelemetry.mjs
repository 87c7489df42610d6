// Sends the same telemetry three ways: through Microsoft's exporter, and through OpenTelemetry's own as JSON and protobuf.
// Read from standard input by node, in the folder of the installed peers. Says nothing but what went wrong.
import { SpanKind, SpanStatusCode, trace, context } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { LoggerProvider, BatchLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { AzureMonitorTraceExporter, AzureMonitorLogExporter, AzureMonitorMetricExporter } from "@azure/monitor-opentelemetry-exporter";
import { OTLPTraceExporter as TraceJson } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as TraceProto } from "@opentelemetry/exporter-trace-otlp-proto";
import { OTLPMetricExporter as MetricJson } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as MetricProto } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPLogExporter as LogJson } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as LogProto } from "@opentelemetry/exporter-logs-otlp-proto";

const connectionString = process.env.QD_CONNECTION_STRING;
const base = process.env.QD_OTLP_ENDPOINT;
const start = Date.now() - 60_000;

/// Any export that fails ends the program with 1: nothing here may be lost silently.
function watched(exporter) {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) => send(items, (result) => {
    if (result.code !== 0) {
      console.error(exporter.constructor.name, result.error?.message ?? "failed");
      process.exitCode = 1;
    }
    done(result);
  });
  return exporter;
}

function spans(tracer) {
  const at = (ms) => start + ms;
  const request = tracer.startSpan("POST /chat", { kind: SpanKind.SERVER, startTime: at(0), attributes: {
    "http.request.method": "POST", "http.route": "/chat/{id}", "url.full": "https://agent.contoso.com/chat/7", "http.response.status_code": 500,
    "client.address": "203.0.113.9", "enduser.id": "u1", "custom.k": "v", "microsoft.other": "dropped" } });
  const inside = trace.setSpan(context.active(), request);
  const chat = tracer.startSpan("chat gpt-4o", { kind: SpanKind.CLIENT, startTime: at(10), attributes: {
    "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 20, "gen_ai.response.finish_reasons": ["stop"], "ratio": 0.5, "small": 1e-7,
    "server.address": "dropped", "error.type": "dropped", "microsoft.gen_ai.main_agent.name": "planner" } }, inside);
  chat.addEvent("cache miss", { k: "v" }, at(12));
  chat.recordException({ name: "TypeError", message: "tool failed", stack: "TypeError: tool failed\n    at run (/app/tool.js:10:5)" }, at(13));
  chat.setStatus({ code: SpanStatusCode.ERROR, message: "bad" });
  chat.end(at(30.5));
  tracer.startSpan("call", { kind: SpanKind.CLIENT, startTime: at(40), attributes: {
    "http.request.method": "GET", "url.full": "https://x.openai.azure.com:443/openai/d?api-version=1", "http.response.status_code": 200 } }, inside).end(at(45));
  tracer.startSpan("query", { kind: SpanKind.CLIENT, startTime: at(50), attributes: {
    "db.system": "mssql", "db.statement": "select 1", "db.name": "shop", "net.peer.name": "sql1" } }, inside).end(at(51));
  tracer.startSpan("rpc", { kind: SpanKind.CLIENT, startTime: at(52), attributes: { "rpc.system": "grpc", "rpc.grpc.status_code": 5, "peer.service": "billing" } }, inside).end(at(53));
  tracer.startSpan("plan", { kind: SpanKind.INTERNAL, startTime: at(54), links: [{ context: request.spanContext() }] }, inside).end(at(55));
  tracer.startSpan("publish", { kind: SpanKind.PRODUCER, startTime: at(56) }, inside).end(at(57));
  tracer.startSpan("receive", { kind: SpanKind.CONSUMER, startTime: at(58) }, inside).end(at(59));
  request.end(at(60));
  return inside;
}

function logs(logger, inside) {
  const record = (more) => logger.emit({ timestamp: start + 5, severityNumber: 13, context: inside, ...more });
  record({ body: "hello", attributes: { n: 3 } });
  record({ body: { a: 1, b: [true] } });
  record({ body: "x", severityNumber: 17, attributes: { "exception.type": "E", "exception.message": "m", "exception.stacktrace": "    at run (x)" } });
  record({ attributes: { "microsoft.custom_event.name": "Rollback", slot: "staging" } });
  record({ attributes: { "microsoft.availability.id": "a1", "microsoft.availability.name": "ping", "microsoft.availability.duration": "00:00:01.250",
    "microsoft.availability.success": "True", "microsoft.availability.runLocation": "lab", "microsoft.availability.message": "ok" } });
}

async function metrics(provider) {
  const meter = provider.getMeter("h");
  const tokens = meter.createHistogram("gen_ai.client.token.usage");
  tokens.record(20, { "gen_ai.token.type": "input" });
  tokens.record(40, { "gen_ai.token.type": "input" });
  const calls = meter.createCounter("calls");
  calls.add(3, { tool: "rm" });
  await provider.forceFlush();
  calls.add(4, { tool: "rm" });
  await provider.forceFlush();
}

async function run(name, exporters) {
  const resource = resourceFromAttributes({ "service.name": name, "service.namespace": "peers", "service.instance.id": "pod-1", "service.version": "1.2.3" });
  const tracers = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(watched(exporters.trace))] });
  const loggers = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: watched(exporters.log) })] });
  const meters = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter: watched(exporters.metric), exportIntervalMillis: 3_600_000 })] });
  const inside = spans(tracers.getTracer("h"));
  logs(loggers.getLogger("h"), inside);
  await metrics(meters);
  for (const provider of [tracers, loggers, meters]) {
    await provider.forceFlush();
    await provider.shutdown();
  }
}

const azure = { connectionString, disableOfflineStorage: true };
await run("microsoft", { trace: new AzureMonitorTraceExporter(azure), log: new AzureMonitorLogExporter(azure), metric: new AzureMonitorMetricExporter(azure) });
await run("json", { trace: new TraceJson({ url: `${base}/v1/traces` }), log: new LogJson({ url: `${base}/v1/logs` }), metric: new MetricJson({ url: `${base}/v1/metrics` }) });
await run("protobuf", { trace: new TraceProto({ url: `${base}/v1/traces`, compression: "gzip" }), log: new LogProto({ url: `${base}/v1/logs` }),
  metric: new MetricProto({ url: `${base}/v1/metrics`, compression: "gzip" }) });
process.exit(process.exitCode ?? 0);
