#pragma once

#include <QProcess>
#include <QStringList>

#include <nlohmann/json.hpp>

namespace qd::test {

/// How a run of deckctl ended and what it printed.
struct DeckctlOutcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
};

/// The program itself, as a script would run it; labs are real.
inline DeckctlOutcome deckctl(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(200000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QStringList words(const char *line) { return QString::fromUtf8(line).split(u' '); }

} // namespace qd::test
