#include "fakenam.h"

#include "gzip.h"

#include <cstring>

namespace qd::test {

class FakeNam::Manager final : public QNetworkAccessManager
{
public:
    explicit Manager(FakeNam &owner) : m_owner(owner) {}

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *outgoing) override
    {
        SeenRequest seen{.method = verb(operation, request),
                         .target = request.url().toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::FullyEncoded),
                         .headers = {},
                         .body = outgoing ? outgoing->readAll() : QByteArray()};
        for (const QByteArray &name : request.rawHeaderList())
            seen.headers.append({name, request.rawHeader(name)});
        return new FakeReply(m_owner.take(std::move(seen)), request, operation, this);
    }

private:
    static QByteArray verb(Operation operation, const QNetworkRequest &request)
    {
        switch (operation) {
        case HeadOperation: return "HEAD";
        case GetOperation: return "GET";
        default: return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
        }
    }

    FakeNam &m_owner;
};

std::function<std::unique_ptr<QNetworkAccessManager>()> FakeNam::managerFactory()
{
    return [this] { return std::make_unique<Manager>(*this); };
}

FakeReply::FakeReply(ScriptedReply script, const QNetworkRequest &request, QNetworkAccessManager::Operation operation, QObject *parent)
    : QNetworkReply(parent), m_script(std::move(script))
{
    setRequest(request);
    setUrl(request.url());
    setOperation(operation);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    if (m_script.kind != ScriptedReply::Kind::Never)
        QMetaObject::invokeMethod(this, [this] { play(); }, Qt::QueuedConnection);
}

void FakeReply::abort()
{
    if (isFinished())
        return;
    close();
    finishWith(OperationCanceledError);
}

qint64 FakeReply::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min<qint64>(maxSize, m_body.size() - m_read);
    if (count <= 0)
        return isFinished() ? -1 : 0;
    std::memcpy(data, m_body.constData() + m_read, static_cast<size_t>(count));
    m_read += count;
    return count;
}

/// Statuses become Qt errors as QNetworkAccessManager makes them.
void FakeReply::play()
{
    if (isFinished())
        return;
    if (m_script.kind == ScriptedReply::Kind::Drop)
        return finishWith(RemoteHostClosedError);
    if (m_script.gzip)
        m_script.body = gzipped(m_script.body);
    setHeaders();
    emit metaDataChanged();
    if (isFinished())
        return;
    const bool isCut = m_script.kind == ScriptedReply::Kind::Truncate;
    m_body = isCut ? m_script.body.left(m_script.body.size() / 2) : m_script.body;
    if (!m_body.isEmpty())
        emit readyRead();
    if (isFinished())
        return;
    finishWith(isCut ? RemoteHostClosedError
               : m_script.status >= 500 ? UnknownServerError
               : m_script.status == 400 ? ProtocolInvalidOperationError
               : m_script.status >= 400 ? UnknownContentError : NoError);
}

void FakeReply::setHeaders()
{
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_script.status);
    for (const auto &[name, value] : m_script.headers)
        setRawHeader(name, value);
    if (m_script.gzip)
        setRawHeader("Content-Encoding", "gzip");
    if (!hasRawHeader("Content-Length"))
        setRawHeader("Content-Length", QByteArray::number(m_script.body.size()));
}

void FakeReply::finishWith(NetworkError code)
{
    if (code != NoError)
        setError(code, QStringLiteral("scripted"));
    setFinished(true);
    emit finished();
}

} // namespace qd::test
