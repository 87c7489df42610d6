#pragma once

#include "connectionoptions.h"
#include "exitcode.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace qd {

/// The command line, as typed. Never holds a secret.
struct ConsoleOptions : ConnectionOptions {
    std::optional<QString> lab;  ///< scenario of a private lab; unset: another connection is named
    quint16 labPort = 0;
    QStringList labArguments;
    QString environment;         ///< "prod", "staging", "dev"; for an explicit account

    QString theme;               ///< empty: the stored one
    Milliseconds interval{10000};

    QString screenshot;          ///< PNG file to write once tiles show data
    QString screenshotPage = QStringLiteral("overview");
    std::optional<QSize> size;
    bool once = false;
};

/// Reads the arguments. Help and version are printed and end with Healthy; mistakes go to stderr and end with Usage.
std::variant<ConsoleOptions, ExitCode> parseConsoleOptions(int argc, char **argv);

} // namespace qd
