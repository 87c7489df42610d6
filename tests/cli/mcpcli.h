#pragma once

#include "cliapplication.h"
#include "clibench.h"
#include "clock.h"

#include <QSignalSpy>
#include <QTest>

#include <nlohmann/json.hpp>

namespace qd::test {

/// How a verb of `deckctl mcp` ended and what it printed.
struct McpRun {
    int code = -1;
    QString out;
    QString err;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
    [[nodiscard]] QByteArray all() const { return (out + err).toUtf8(); }
};

/// `deckctl mcp …` in process.
[[nodiscard]] inline McpRun runMcp(const QStringList &arguments, const QByteArray &input = {})
{
    SystemClock clock;
    CliBench bench(input);
    CliApplication application(bench.streams, clock);
    QSignalSpy finished(&application, &CliApplication::finished);
    application.run(QStringList{QStringLiteral("mcp")} + arguments);
    if (!QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, 30000))
        return {};
    return {finished.first().first().toInt(), bench.printed(), bench.complained()};
}

} // namespace qd::test
