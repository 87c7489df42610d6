#pragma once

#include "http/httpclient.h"
#include "http/httpstream.h"
#include "mcp/doctor.h"

#include <QObject>

#include <memory>

namespace qd {

/// Asks one server/discover of an HTTP server, which starts no session, and says what kind of answer comes. Ends with
/// exactly one answered() or failed(), unless it is destroyed first. Delete it later, not in its signals. GUI thread.
class AnswerProbe final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AnswerProbe)

public:
    /// References in `config` are resolved. The client is borrowed.
    AnswerProbe(HttpClient &client, const McpServerConfig &config, Milliseconds patience);
    ~AnswerProbe() override;
    void start();

signals:
    void answered(const qd::doctor::Answer &answer);
    void failed(const qd::Error &error);

private:
    void onHead(const HttpResponse &head);
    void onClosed(const std::optional<Error> &error);
    void finish();

    HttpClient &m_client;
    const McpServerConfig m_config;
    const Milliseconds m_patience;
    std::unique_ptr<HttpStream> m_stream;
    doctor::Answer m_answer;
    QByteArray m_body;
    bool m_isOver = false;
};

} // namespace qd
