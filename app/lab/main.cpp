// decklab: the local lab as a program of its own.
#include "commandline.h"
#include "lab.h"
#include "lifetime.h"
#include "log.h"

#include <cstdio>

namespace {

/// Exit codes: 0 ended on request, 1 could not run, 2 usage or scenario, 4 port in use.
int exitCode(qd::ErrorKind kind)
{
    switch (kind) {
    case qd::ErrorKind::Conflict: return 4;
    case qd::ErrorKind::Invalid:
    case qd::ErrorKind::NotFound:
    case qd::ErrorKind::Decode: return 2;
    default: return 1;
    }
}

void announce(const qd::lab::LabInfo &info, bool json)
{
    const std::string line = json ? qd::lab::toJsonLine(info)
                                  : "decklab: scenario " + info.scenario.toStdString() + " at "
                                        + info.endpoint.toStdString() + " (--json prints ids and secret)\n";
    std::fputs(line.c_str(), stdout);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    const auto parsed = qd::lab::parseCommandLine(argc, argv);
    if (const int *code = std::get_if<int>(&parsed))
        return *code;
    const auto &line = std::get<qd::lab::CommandLine>(parsed);
    qd::log::bridgeQtMessages();
    qd::lab::blockEndSignals();
    const auto lab = qd::lab::Lab::start(line.options);
    if (!lab) {
        const qd::Error &error = lab.error();
        const int code = exitCode(error.kind);
        std::fprintf(stderr, "decklab: %s%s %s\n", code == 2 ? "usage: " : "", qPrintable(error.message), qPrintable(error.detail));
        return code;
    }
    announce((*lab)->info(), line.json);
    qd::lab::waitForEnd(line.options.parentProcess);
    (*lab)->stop();
    return 0;
}
