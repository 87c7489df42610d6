#pragma once

#include "mcpcontract.h"
#include "mcphttppeer.h"

#include <algorithm>

namespace qd::test {

/// A server that speaks 2026-07-28, or both eras, over both transports: rows of the tests have a column `isStdio`.
class McpModernFixture : public McpFixture
{
    Q_OBJECT

protected:
    std::unique_ptr<McpHttpPeer> m_peer;
    McpEra m_era = McpEra::Modern;
    std::function<void(McpHttpPeer &)> m_prepare;

    McpServerConfig startServer(const QStringList &options) override
    {
        if (isStdio())
            return {.id = McpServerId(text("script")), .transport = McpTransport::Stdio, .command = text(QD_BINARY_DIR "/bin/tests/mcpstdioserver"),
                    .arguments = options, .era = m_era};
        m_peer = std::make_unique<McpHttpPeer>();
        McpScript &script = m_peer->script;
        script.isModern = options.contains(text("--modern")) || options.contains(text("--dual"));
        script.isLegacy = !options.contains(text("--modern"));
        script.asksForEver = options.contains(text("--asks-for-ever"));
        script.asksTwice = options.contains(text("--asks-twice"));
        script.deafToTasks = options.contains(text("--deaf-to-tasks"));
        script.jobNeverEnds = options.contains(text("--job-never-ends"));
        script.keepsResults = options.contains(text("--keeps-results"));
        script.jobAsks = options.contains(text("--job-asks"));
        script.ttlMs = numberAfter(options, "--ttl");
        script.versionRefusals = numberAfter(options, "--refuses");
        if (const qsizetype at = options.indexOf(text("--supports")); at >= 0)
            script.supported = options.at(at + 1).toUtf8();
        if (const qsizetype at = options.indexOf(text("--discovers")); at >= 0)
            script.discovered = options.at(at + 1).toUtf8();
        if (m_prepare)
            m_prepare(*m_peer);
        return {.id = McpServerId(text("script")), .url = m_peer->url(), .era = m_era};
    }

    static QString text(const char *utf8) { return QString::fromUtf8(utf8); }

    static int numberAfter(const QStringList &options, const char *name)
    {
        const qsizetype at = options.indexOf(text(name));
        return at >= 0 ? options.at(at + 1).toInt() : 0;
    }

    static bool isStdio()
    {
        QFETCH(bool, isStdio);
        return isStdio;
    }

    static void rows()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::newRow("stdio") << true;
        QTest::newRow("http") << false;
    }

    static void onlyHttp()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::newRow("http") << false;
    }

    [[nodiscard]] QString call(const char *tool, const char *arguments = "{}")
    {
        Outcome<McpCallResult> outcome;
        m_session->callTool(text(tool), text(arguments), outcome.context(), outcome.completion());
        if (!passTimeUntil([&outcome] { return outcome.count() > 0; }))
            return text("(no answer)");
        return outcome.ok() ? outcome.value().content.first().text : outcome.error().message + u' ' + outcome.error().vendorCode;
    }

    [[nodiscard]] bool listTools()
    {
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        return tools.wait() && tools.ok();
    }

    [[nodiscard]] static bool hasHeader(const SeenRequest &request, const QByteArray &name)
    {
        return std::any_of(request.headers.cbegin(), request.headers.cend(), [&name](const auto &one) { return one.first.compare(name, Qt::CaseInsensitive) == 0; });
    }

    [[nodiscard]] int countReceived(const QString &part) const
    {
        return static_cast<int>(std::count_if(m_wire.cbegin(), m_wire.cend(), [&](const McpWireEntry &entry) {
            return entry.direction == McpWireEntry::Direction::Received && entry.method.contains(part);
        }));
    }

    [[nodiscard]] int countSent(const QString &method) const
    {
        return static_cast<int>(std::count_if(m_wire.cbegin(), m_wire.cend(), [&](const McpWireEntry &entry) {
            return entry.direction == McpWireEntry::Direction::Sent && entry.method == method;
        }));
    }

};

} // namespace qd::test
