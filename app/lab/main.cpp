// decklab: the local lab as a program of its own.
#include "commandline.h"
#include "lab.h"
#include "lifetime.h"
#include "log.h"
#include "oauthverb.h"
#include "runninglabs.h"
#include "verbs.h"

#include <cstdio>
#include <string>

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

int complain(const qd::Error &error)
{
    const int code = exitCode(error.kind);
    std::fprintf(stderr, "decklab: %s%s %s\n", code == 2 ? "usage: " : "", qPrintable(error.message), qPrintable(error.detail));
    return code;
}

/// A verb that only prints.
int answer(const qd::lab::CommandLine &line)
{
    const bool isAuthority = line.verb == qd::lab::CommandLine::Verb::Authority;
    const qd::Result<std::string> text = isAuthority ? qd::lab::authorityText(line) : qd::lab::connectionStringText(line);
    if (!text)
        return complain(text.error());
    std::fputs(text->c_str(), stdout);
    return 0;
}

/// Protected MCP servers alone, until the end.
int serveOAuth(const qd::lab::CommandLine &line)
{
    qd::lab::blockEndSignals();
    const auto verb = qd::lab::OAuthVerb::start(line);
    if (!verb)
        return complain(verb.error());
    std::fputs(verb->announcement(line.json).c_str(), stdout);
    std::fflush(stdout);
    qd::lab::waitForEnd(line.options.parentProcess);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const auto parsed = qd::lab::parseCommandLine(argc, argv);
    if (const int *code = std::get_if<int>(&parsed))
        return *code;
    const auto &line = std::get<qd::lab::CommandLine>(parsed);
    qd::log::bridgeQtMessages();
    if (line.verb == qd::lab::CommandLine::Verb::OAuth)
        return serveOAuth(line);
    if (line.verb != qd::lab::CommandLine::Verb::Run)
        return answer(line);
    qd::lab::blockEndSignals();
    const auto lab = qd::lab::Lab::start(line.options);
    if (!lab)
        return complain(lab.error());
    const qd::lab::RunningLab shown((*lab)->info());
    announce((*lab)->info(), line.json);
    qd::lab::waitForEnd(line.options.parentProcess);
    (*lab)->stop();
    return 0;
}
