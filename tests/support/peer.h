#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QUrl>

#include <functional>
#include <memory>

class QNetworkAccessManager;

namespace qd::test {

/// What a scripted server does with one request.
struct ScriptedReply {
    enum class Kind {
        Answer,   ///< the whole answer
        Truncate, ///< announces the whole body, sends half of it, closes
        Drop,     ///< closes without an answer
        Never     ///< no answer at all
    };
    Kind kind = Kind::Answer;
    int status = 200;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    bool gzip = false; ///< compressed on the wire
};

struct SeenRequest {
    QByteArray method;
    QByteArray target; ///< path and query as sent
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers)
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        return {};
    }
};

/// A server that answers from a script: the contract suites run over each implementation of it.
class Peer
{
public:
    virtual ~Peer() = default;
    /// Base of its URLs, without a trailing slash.
    [[nodiscard]] virtual QUrl url() const = 0;
    /// The manager through which it is reached; empty for the ordinary one.
    [[nodiscard]] virtual std::function<std::unique_ptr<QNetworkAccessManager>()> managerFactory() = 0;

    /// Requests get the replies in this order; with none left they get `otherwise`.
    void push(ScriptedReply reply) { m_script.append(std::move(reply)); }
    ScriptedReply otherwise{.kind = ScriptedReply::Kind::Answer, .status = 500, .headers = {}, .body = "nothing scripted"};
    [[nodiscard]] const QList<SeenRequest> &seen() const { return m_seen; }
    [[nodiscard]] qsizetype unused() const { return m_script.size(); }

protected:
    ScriptedReply take(SeenRequest request)
    {
        m_seen.append(std::move(request));
        return m_script.isEmpty() ? otherwise : m_script.takeFirst();
    }

private:
    QList<ScriptedReply> m_script;
    QList<SeenRequest> m_seen;
};

} // namespace qd::test
