#pragma once

#include "mcp/mcpoperations.h"

#include <QObject>

namespace qd {

/// Something that a server asked of the person at the window, and what became of it. A value.
struct McpPendingRequest {
    enum class Kind { Form, Url, Sampling, Roots };
    enum class Status { Waiting, Answered, Declined, Dismissed, Withdrawn }; ///< Withdrawn: the server took it back, or is gone
    quint64 id = 0;
    McpServerId server;
    Kind kind = Kind::Form;
    Status status = Status::Waiting;
    Instant at;
    McpElicitation elicitation;   ///< Form, Url
    McpSamplingRequest sampling;  ///< Sampling
    QString answer;               ///< what went out, as text or JSON
    bool isDone = false;          ///< Url: the server says that the page was done with

    /// The server's words, or what the request is about.
    [[nodiscard]] QString summary() const;
};

/// What servers have asked, oldest first: all that wait, and the last that are over. GUI thread.
class McpRequestStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpRequestStore)

public:
    static constexpr qsizetype maxKept = 200;

    using QObject::QObject;

    [[nodiscard]] const QList<McpPendingRequest> &requests() const { return m_requests; }
    /// Null when it is not (any more) there. Valid until the next change.
    [[nodiscard]] const McpPendingRequest *request(quint64 id) const;
    [[nodiscard]] qsizetype waiting() const;
    /// Gives it its id.
    quint64 append(McpPendingRequest request);
    void settle(quint64 id, McpPendingRequest::Status status, const QString &answer = {});
    /// The page of an elicitation by URL was done with.
    void markDone(const McpServerId &server, const QString &elicitation);

signals:
    void aboutToAdd(qsizetype index);
    void added(quint64 id);
    void changed(qsizetype index);
    void aboutToRemove(qsizetype index);
    void removed();

private:
    void trim();

    QList<McpPendingRequest> m_requests;
    quint64 m_lastId = 0;
};

} // namespace qd
