#pragma once

#include "http/timers.h"
#include "mcp/groupkeeper.h"
#include "mcp/mcpchannel.h"
#include "mcp/mcptypes.h"
#include "mcp/serverprocess.h"

#include <memory>

namespace qd {

/// A server as a child process: one message a line on its standard input and output, free text on its error stream. It
/// gets a small environment, not ours, and its own process group, which ends with it and with us. GUI thread.
class StdioChannel final : public McpChannel
{
    Q_OBJECT

public:
    /// References in `config` are resolved. `endings` takes over the process that is being ended; `keeper` (not null) ends
    /// its group when nobody else can any more.
    StdioChannel(const McpServerConfig &config, Timers &timers, std::shared_ptr<QObject> endings, std::shared_ptr<GroupKeeper> keeper);
    ~StdioChannel() override;

    void start() override;
    QString send(quint64 ticket, const QByteArray &message, const Headers &headers) override;
    void settle(quint64) override {}
    void abandon(quint64) override {}
    void setRevision(const QString &) override {}
    void listen() override {}
    void close() override;

private:
    void onOutput();
    void onErrors();
    void onFinished(int code, bool isCrash);
    void onProcessError(QProcess::ProcessError error);
    void takeLine(QByteArrayView line);
    void noteErrors(bool isEnd);
    void lose(const QString &message, const QString &detail, bool isCommand = false);

    const McpServerConfig m_config;
    Timers &m_timers;
    std::shared_ptr<QObject> m_endings;
    std::shared_ptr<GroupKeeper> m_keeper;
    std::unique_ptr<ServerProcess> m_process;
    qint64 m_group = 0;
    QByteArray m_output; ///< a line that is not complete yet
    qsizetype m_searched = 0; ///< so much of it holds no end of a line
    QByteArray m_errors;
    QString m_lastErrorLine;
};

} // namespace qd
