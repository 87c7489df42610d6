// How fast spans come in: a local OTLP client against the whole lab, protobuf and JSON, beside two floors measured in the
// same run (the same bytes to a path that does nothing; the same records straight into the store), and what a tile query
// pays for it. Arguments: spans per measurement (default 200000), and a file for the telemetry (default: in memory).
#include "ingestion/otlp/otlpmapper.h"
#include "ingestion/otlp/otlpproto.h"
#include "lab.h"
#include "store/telemetrystore.h"

#include <httplib.h>
#include <nlohmann/json.hpp>
#include <protozero/pbf_writer.hpp>

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace qd;
using Steady = std::chrono::steady_clock;

namespace {

constexpr int batchSpans = 512; ///< what OpenTelemetry's batch processor sends at once
constexpr int clients = 4; ///< connections that each wait for an answer before they send again
constexpr double wantedRate = 50'000;

struct Attribute {
    const char *key;
    const char *text; ///< null: a number
    int number = 0;
};
constexpr std::array<Attribute, 10> attributes{{{"gen_ai.operation.name", "chat"},
                                                {"gen_ai.provider.name", "azure.ai.openai"},
                                                {"gen_ai.request.model", "gpt-4o"},
                                                {"gen_ai.response.model", "gpt-4o-2024-11-20"},
                                                {"gen_ai.usage.input_tokens", nullptr, 1200},
                                                {"gen_ai.usage.output_tokens", nullptr, 85},
                                                {"gen_ai.conversation.id", "conv_5dfe2b7a91"},
                                                {"gen_ai.agent.name", "planner"},
                                                {"server.address", "contoso.openai.azure.com"},
                                                {"tenant", "contoso-retail"}}};

std::uint64_t nowNanos()
{
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

std::string keyValue(const Attribute &attribute)
{
    std::string value;
    protozero::pbf_writer writer(value);
    if (attribute.text)
        writer.add_string(1, attribute.text);
    else
        writer.add_int64(3, attribute.number);
    std::string out;
    protozero::pbf_writer pair(out);
    pair.add_string(1, attribute.key);
    pair.add_message(2, value);
    return out;
}

std::string protobufBatch(std::uint64_t start)
{
    std::string scope;
    protozero::pbf_writer scopeWriter(scope);
    for (int i = 0; i < batchSpans; ++i) {
        std::string span;
        protozero::pbf_writer writer(span);
        writer.add_bytes(1, std::string(15, 'a') + static_cast<char>(1 + i % 100));
        writer.add_bytes(2, std::string(6, 'b') + static_cast<char>(1 + i % 100) + static_cast<char>(1 + i / 100));
        writer.add_bytes(4, std::string(8, 'c'));
        writer.add_string(5, "chat gpt-4o");
        writer.add_enum(6, 3);
        writer.add_fixed64(7, start + static_cast<std::uint64_t>(i) * 1000);
        writer.add_fixed64(8, start + 250'000'000);
        for (const Attribute &attribute : attributes)
            writer.add_message(9, keyValue(attribute));
        scopeWriter.add_message(2, span);
    }
    std::string resource;
    protozero::pbf_writer(resource).add_message(1, keyValue({"service.name", "agent-api"}));
    std::string resourceSpans;
    protozero::pbf_writer group(resourceSpans);
    group.add_message(1, resource);
    group.add_message(2, scope);
    std::string request;
    protozero::pbf_writer(request).add_message(1, resourceSpans);
    return request;
}

std::string jsonBatch(std::uint64_t start)
{
    nlohmann::json spans = nlohmann::json::array();
    for (int i = 0; i < batchSpans; ++i) {
        nlohmann::json list = nlohmann::json::array();
        for (const Attribute &attribute : attributes)
            list.push_back({{"key", attribute.key}, {"value", attribute.text ? nlohmann::json{{"stringValue", attribute.text}} : nlohmann::json{{"intValue", attribute.number}}}});
        char id[17];
        std::snprintf(id, sizeof id, "%016x", i + 1);
        spans.push_back({{"traceId", "9ea4f43eed1dbf8756ef404a1510175d"}, {"spanId", id}, {"parentSpanId", "31853a4bb00e3be0"}, {"name", "chat gpt-4o"}, {"kind", 3},
                         {"startTimeUnixNano", std::to_string(start)}, {"endTimeUnixNano", std::to_string(start + 250'000'000)}, {"attributes", list}, {"status", {{"code", 0}}}});
    }
    const nlohmann::json service{{"key", "service.name"}, {"value", {{"stringValue", "agent-api"}}}};
    return nlohmann::json{{"resourceSpans", {{{"resource", {{"attributes", {service}}}}, {"scopeSpans", {{{"spans", spans}}}}}}}}.dump();
}

/// What a measurement gave: by the clock, and by what it took of both processors, which is true on a busy machine too.
struct Rate {
    double perSecond = 0;
    double microsEach = 0; ///< processor time of client and lab together
};

class Stopwatch
{
public:
    [[nodiscard]] Rate rate(int spans) const
    {
        const double processor = static_cast<double>(std::clock() - m_processor) / CLOCKS_PER_SEC;
        return {spans / std::chrono::duration<double>(Steady::now() - m_start).count(), processor * 1e6 / spans};
    }

private:
    const Steady::time_point m_start = Steady::now();
    const std::clock_t m_processor = std::clock();
};

void print(const char *what, const Rate &rate)
{
    std::printf("%-36s %9.0f spans/s, %6.1f us of processor time each\n", what, rate.perSecond, rate.microsEach);
    std::fflush(stdout);
}

double elapsed(Steady::time_point since) { return std::chrono::duration<double>(Steady::now() - since).count(); }

/// So many batches over kept-alive connections.
Rate rateOf(int port, const char *path, const char *type, const std::string &body, int batches, int expected)
{
    std::atomic<int> left = batches;
    std::atomic<int> wrong = 0;
    const Stopwatch watch;
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] {
            httplib::Client client("127.0.0.1", port);
            client.set_keep_alive(true);
            client.set_tcp_nodelay(true);
            while (left.fetch_sub(1) > 0) {
                const auto answer = client.Post(path, body, type);
                wrong += answer && answer->status == expected ? 0 : 1;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    if (wrong > 0)
        std::printf("  %d batches were not answered with %d\n", wrong.load(), expected);
    return watch.rate(batches * batchSpans);
}

/// Median and 95th percentile of a tile's query in milliseconds.
std::pair<double, double> tileQuery(const lab::LabInfo &info, int port, int times)
{
    const std::string path = "/v1/apps/" + info.appId.toStdString() + "/query";
    const std::string body = R"json({"query":"requests | where timestamp > ago(3d) | summarize total = sum(itemCount), bad = sumif(itemCount, success == false) by bin(timestamp, 1h)"})json";
    httplib::Client client("127.0.0.1", port);
    client.set_keep_alive(true);
    client.set_default_headers({{"Authorization", "Bearer " + info.bearerToken.toStdString()}});
    std::vector<double> took;
    for (int i = 0; i < times; ++i) {
        const auto started = Steady::now();
        const auto answer = client.Post(path, body, "application/json");
        if (!answer || answer->status != 200)
            std::printf("  a query failed with %d\n", answer ? answer->status : 0);
        took.push_back(elapsed(started) * 1000);
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // as tiles do not ask all the time
    }
    std::ranges::sort(took);
    return {took[took.size() / 2], took[took.size() * 95 / 100]};
}

/// Sends at the wanted rate until told to stop; answers what it reached.
double paced(int port, const std::string &body, const std::atomic<bool> &isOver)
{
    httplib::Client client("127.0.0.1", port);
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    const auto started = Steady::now();
    int sent = 0;
    while (!isOver) {
        std::this_thread::sleep_until(started + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(sent * batchSpans / wantedRate)));
        client.Post("/v1/traces", body, "application/x-protobuf");
        ++sent;
    }
    return sent * batchSpans / elapsed(started);
}

/// The same records straight into a store.
Rate storeRate(const std::string &body, int batches)
{
    lab::DeltaTracker tracker(0);
    lab::DeltaTracker::Update update(tracker);
    lab::OtlpMapper mapper("00000000-0000-0000-0000-0000000000ab", Instant(), &update);
    lab::decodeOtlpProto(lab::OtlpSignal::Traces, body, mapper);
    const std::vector<lab::TelemetryItem> items = mapper.takeItems();
    const auto store = lab::TelemetryStore::open({});
    const Stopwatch watch;
    for (int i = 0; i < batches; ++i)
        if (!(*store)->accept(items))
            std::puts("  the store refused a batch");
    return watch.rate(batches * batchSpans);
}

Rate decodeRate(const std::string &body, int batches)
{
    lab::DeltaTracker tracker(0);
    lab::DeltaTracker::Update update(tracker);
    const Stopwatch watch;
    for (int i = 0; i < batches; ++i) {
        lab::OtlpMapper mapper("00000000-0000-0000-0000-0000000000ab", Instant(), &update);
        lab::decodeOtlpProto(lab::OtlpSignal::Traces, body, mapper);
    }
    return watch.rate(batches * batchSpans);
}

void measure(const lab::LabInfo &info, int batches)
{
    const int port = QUrl(info.endpoint).port();
    const std::string protobuf = protobufBatch(nowNanos());
    const std::string json = jsonBatch(nowNanos());
    std::printf("%d spans of %zu attributes in batches of %d: %zu bytes of protobuf, %zu of JSON\n", batches * batchSpans, attributes.size(), batchSpans, protobuf.size(), json.size());
    print("floor, protobuf posted to nothing", rateOf(port, "/nothing", "application/x-protobuf", protobuf, batches, 404));
    print("floor, JSON posted to nothing", rateOf(port, "/nothing", "application/json", json, batches, 404));
    print("floor, decoded and mapped only", decodeRate(protobuf, batches));
    print("floor, records into a store", storeRate(protobuf, batches));
    print("OTLP protobuf, stored", rateOf(port, "/v1/traces", "application/x-protobuf", protobuf, batches, 200));
    print("OTLP JSON, stored", rateOf(port, "/v1/traces", "application/json", json, batches, 200));
    constexpr int queries = 60;
    tileQuery(info, port, 5);
    const auto [quiet, quietHigh] = tileQuery(info, port, queries);
    std::atomic<bool> isOver = false;
    double reached = 0;
    std::thread sender([&] { reached = paced(port, protobuf, isOver); });
    const auto [busy, busyHigh] = tileQuery(info, port, queries);
    isOver = true;
    sender.join();
    std::printf("tile query: %.1f ms alone (p95 %.1f), %.1f ms (p95 %.1f) beside %.0f spans/s: %+.1f ms\n", quiet, quietHigh, busy, busyHigh, reached, busy - quiet);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const int spans = argc > 1 ? std::atoi(argv[1]) : 200'000;
    lab::LabOptions options;
    options.history = std::chrono::hours(72);
    options.live = false;
    options.throttle = false;
    options.database = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    const auto lab = lab::Lab::start(options);
    if (!lab)
        return 1;
    measure((*lab)->info(), std::max(1, spans / batchSpans));
    return 0;
}
