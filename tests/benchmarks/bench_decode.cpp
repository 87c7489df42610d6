// Decoding of a 50 MB query reply (200,000 rows of 20 mixed columns), against simdjson's own work on the same bytes.
// bench_decode              times
// bench_decode --write FILE the reply, for decode_peer.mjs
// bench_decode --peak FILE [stream|dom]  peak memory of one way
#include "azuremonitor/replystream.h"

#include <QByteArray>

#include <simdjson.h>

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <limits>
#include <random>
#include <string>

namespace {

int rowCount = 200'000;
constexpr size_t chunkSize = 64 * 1024; // about what a socket gives at once

const char *const heads[] = {"timestamp:datetime", "id:string", "name:string", "url:string", "success:string", "resultCode:string", "duration:real",
                             "performanceBucket:string", "customDimensions:dynamic", "operation_Id:string", "cloud_RoleName:string", "itemCount:int",
                             "tokens:long", "cost:real", "isSlow:bool", "score:real", "elapsed:timespan", "session:guid", "note:string", "retries:long"};

std::string head()
{
    std::string out = R"({"tables":[{"name":"PrimaryResult","columns":[)";
    for (const char *entry : heads) {
        const char *colon = std::strchr(entry, ':');
        out += std::string(out.back() == '[' ? "" : ",") + R"({"name":")" + std::string(entry, colon) + R"(","type":")" + (colon + 1) + R"("})";
    }
    return out + R"(],"rows":[)";
}

std::string row(std::mt19937_64 &random, int index)
{
    const auto pick = [&](std::uint64_t n) { return random() % n; };
    const double duration = static_cast<double>(pick(90'000'000)) / 10'000;
    char text[700];
    std::snprintf(text, sizeof text,
                  R"(["2026-11-%02dT%02d:%02d:%02d.%06d0Z","%08llx","POST /chat","https://c.io/a/%d","%s","%d",%.4f,"<250ms",)"
                  R"("{\"gen_ai.request.model\":\"gpt-5-mini\",\"t\":\"%d\"}","%016llx","planner",%d,%llu,%.17g,%s,%s,"00:00:%02d.%06d0",%s,"%s",%s])",
                  1 + index / 10'000, index / 417 % 24, index / 7 % 60, index % 60, static_cast<int>(pick(1'000'000)), pick(1ULL << 32U), static_cast<int>(pick(1000)),
                  pick(10) == 0 ? "False" : "True", pick(10) == 0 ? 500 : 200, duration, static_cast<int>(pick(4000)), static_cast<unsigned long long>(random()),
                  1 + static_cast<int>(pick(5)), static_cast<unsigned long long>(pick(100'000)), static_cast<double>(pick(1'000'000)) / 7e6, pick(2) ? "true" : "false",
                  pick(50) == 0 ? "\"NaN\"" : "0.93", static_cast<int>(pick(60)), static_cast<int>(pick(1'000'000)),
                  pick(3) == 0 ? "\"74be27de-1e4e-49d9-b579-fe0b331d3642\"" : "null", pick(9) == 0 ? "gr\xc3\xbc\xc3\x9f" : "", pick(8) == 0 ? "2" : "null");
    return text;
}

std::string makeReply()
{
    std::mt19937_64 random(7);
    std::string reply = head();
    for (int i = 0; i < rowCount; ++i)
        reply += (i == 0 ? "" : ",") + row(random, i);
    return reply + "]}]}";
}

/// Processor time of this thread: what else the machine does counts less than with a clock on the wall.
double threadMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double millisecondsOf(const std::function<void()> &work)
{
    const double start = threadMilliseconds();
    work();
    return threadMilliseconds() - start;
}

qd::Result<qd::DecodedReply> decode(std::string_view reply, const qd::ReplyStream::PieceSink &sink = {})
{
    qd::ReplyStream stream({}, sink);
    for (size_t at = 0; at < reply.size(); at += chunkSize)
        stream.feed(reply.substr(at, chunkSize));
    return stream.finish();
}

std::uint64_t walkValue(simdjson::ondemand::value value)
{
    switch (value.type()) {
    case simdjson::ondemand::json_type::string: return std::string_view(value.get_string()).size();
    case simdjson::ondemand::json_type::number: {
        const simdjson::ondemand::number number = value.get_number();
        return number.is_int64() ? static_cast<std::uint64_t>(number.get_int64()) : static_cast<std::uint64_t>(number.as_double());
    }
    case simdjson::ondemand::json_type::boolean: return bool(value.get_bool()) ? 1 : 0;
    default: return value.is_null() ? 0 : 1;
    }
}

/// Every cell of the first table read in its JSON type, and thrown away.
std::uint64_t walk(const simdjson::padded_string &reply)
{
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document = parser.iterate(reply);
    std::uint64_t sum = 0;
    for (simdjson::ondemand::object table : document["tables"])
        for (simdjson::ondemand::array cells : table["rows"])
            for (simdjson::ondemand::value cell : cells)
                sum += walkValue(cell);
    return sum;
}

double parseDom(const simdjson::padded_string &reply)
{
    return millisecondsOf([&] {
        simdjson::dom::parser parser;
        const simdjson::dom::element root = parser.parse(reply);
        if (root["tables"].at(0)["rows"].get_array().size() == 0)
            std::abort();
    });
}

double firstRows(std::string_view reply, double &whole)
{
    double first = -1;
    const double start = threadMilliseconds();
    whole = millisecondsOf([&] {
        const auto result = decode(reply, [&](const qd::query::ResultSet::Piece &) {
            if (first < 0)
                first = threadMilliseconds() - start;
        });
        if (!result || result->tables.front().rowCount() != static_cast<size_t>(rowCount))
            std::abort();
    });
    return first;
}

void times()
{
    const std::string reply = makeReply();
    const simdjson::padded_string padded(reply);
    const double megabytes = static_cast<double>(reply.size()) / 1e6;
    const double never = std::numeric_limits<double>::max();
    double ours = never, first = never, dom = never, demand = never, copy = never, cells = never;
    for (int run = 0; run < 9; ++run) { // in turns, so that what else the machine does hits all of them
        double whole = 0;
        first = std::min(first, firstRows(reply, whole));
        ours = std::min(ours, whole);
        dom = std::min(dom, parseDom(padded));
        demand = std::min(demand, millisecondsOf([&] { walk(padded); }));
        copy = std::min(copy, millisecondsOf([&] { std::string other; for (size_t at = 0; at < reply.size(); at += chunkSize) other.assign(reply, at, chunkSize); }));
    }
    const auto decoded = decode(reply);
    cells = millisecondsOf([&] { if (decoded->tables.front().toTable().rowCount() != static_cast<size_t>(rowCount)) std::abort(); });
    std::printf("reply                 %8.1f MB, %d rows x %zu columns\n", megabytes, rowCount, std::size(heads));
    std::printf("into columns          %8.1f ms  %6.0f MB/s, first rows after %.2f ms\n", ours, megabytes / ours * 1000, first);
    std::printf("  of it, the chunks   %8.1f ms\n", copy);
    std::printf("simdjson DOM parse    %8.1f ms  ratio %.2f\n", dom, ours / dom);
    std::printf("simdjson on demand    %8.1f ms  ratio %.2f\n", demand, ours / demand);
    std::printf("columns to cells      %8.1f ms\n", cells);
}

int peak(const char *file, bool isDom)
{
    if (isDom) {
        simdjson::padded_string text = simdjson::padded_string::load(file);
        parseDom(text);
    } else {
        std::ifstream input(file, std::ios::binary);
        std::string chunk(chunkSize, '\0');
        qd::ReplyStream stream({});
        while (input.read(chunk.data(), static_cast<std::streamsize>(chunk.size())), input.gcount() > 0)
            stream.feed({chunk.data(), static_cast<size_t>(input.gcount())});
        if (!stream.finish())
            return 1;
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("peak memory %.1f MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    if (const char *rows = std::getenv("QD_BENCH_ROWS"))
        rowCount = std::atoi(rows);
    const std::string verb = argc > 2 ? argv[1] : "";
    if (verb == "--write")
        return std::ofstream(argv[2], std::ios::binary) << makeReply() ? 0 : 1;
    if (verb == "--peak")
        return peak(argv[2], argc > 3 && std::string(argv[3]) == "dom");
    times();
    return 0;
}
