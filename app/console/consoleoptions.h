#pragma once

#include "clock.h"
#include "slo/metricdictionary.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace qd {

/// What the console ends with when it is run for its output (--once): a contract for scripts, the same as deckctl's,
/// except that 0 means that tiles were shown, whatever they say.
enum class ConsoleExit { Shown = 0, Failed = 1, Usage = 2, SignIn = 3, Unreachable = 4, QueryFailed = 5 };

/// The command line, as typed. Never holds a secret.
struct ConsoleOptions {
    std::optional<QString> lab;  ///< scenario of a private lab; unset: another connection is named
    quint16 labPort = 0;
    QStringList labArguments;
    QString connect;             ///< file with a LabInfo, or "-"
    QString endpoint;
    QString authority;
    QString tenant;
    QString clientId;
    QString appId;
    QString workspaceId;
    QString environment;         ///< "prod", "staging", "dev"; for an explicit account
    TelemetrySchema schema = TelemetrySchema::Classic;

    QString sloFile;
    QString dictionaryFile;
    QString range;               ///< empty: the last hour
    QString theme;               ///< empty: the stored one
    Milliseconds interval{10000};
    Milliseconds timeout{30000};

    QString screenshot;          ///< PNG file to write once tiles show data
    QString screenshotPage = QStringLiteral("overview");
    std::optional<QSize> size;
    bool once = false;
};

/// Reads the arguments. Help and version are printed and end with Shown; mistakes go to stderr and end with Usage.
std::variant<ConsoleOptions, ConsoleExit> parseConsoleOptions(int argc, char **argv);

} // namespace qd
