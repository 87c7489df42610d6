#include "labfixture.h"

#include "manualclock.h"

#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#include <zlib.h>

namespace qd::test {

namespace {

constexpr int socketTimeout = 30'000;

QByteArray unzipped(const QByteArray &packed)
{
    z_stream stream{};
    inflateInit2(&stream, MAX_WBITS + 16);
    QByteArray out(64 << 20, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.constData()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    inflate(&stream, Z_FINISH);
    out.resize(static_cast<qsizetype>(stream.total_out));
    inflateEnd(&stream);
    return out;
}

QByteArray requestBytes(const QByteArray &method, const QByteArray &target, const HeaderList &headers, const QByteArray &body)
{
    QByteArray out = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
    bool sized = false;
    for (const auto &[name, value] : headers) {
        out += name + ": " + value + "\r\n";
        const QByteArray lower = name.toLower();
        sized = sized || lower == "content-length" || lower == "transfer-encoding";
    }
    if (!sized && !body.isEmpty())
        out += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return out + "\r\n" + body;
}

/// True when the bytes hold a whole answer with a Content-Length: not every answer ends the connection.
bool isComplete(const QByteArray &bytes, const QByteArray &method)
{
    static const QByteArray lengthHeader("content-length:");
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    const qsizetype length = end < 0 ? -1 : bytes.left(end).toLower().indexOf(lengthHeader);
    if (length < 0)
        return false;
    const qsizetype from = length + lengthHeader.size();
    const qsizetype wanted = bytes.mid(from, bytes.indexOf('\r', from) - from).trimmed().toLongLong();
    return method == "HEAD" || bytes.size() - end - 4 >= wanted;
}

HttpAnswer decodeAnswer(const QByteArray &bytes)
{
    HttpAnswer answer;
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return answer;
    const QList<QByteArray> lines = bytes.left(end).split('\n');
    answer.status = lines.first().mid(9, 3).toInt();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    answer.body = bytes.mid(end + 4);
    if (answer.headers.value("content-encoding") == "gzip")
        answer.body = unzipped(answer.body);
    return answer;
}

} // namespace

QJsonObject HttpAnswer::json() const { return QJsonDocument::fromJson(body).object(); }

HttpAnswer sendHttp(quint16 port, const QByteArray &method, const QByteArray &target, const HeaderList &headers, const QByteArray &body)
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    if (!socket.waitForConnected(socketTimeout))
        return {};
    socket.write(requestBytes(method, target, headers, body));
    QByteArray bytes;
    while (!isComplete(bytes, method) && socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(socketTimeout))
        bytes += socket.readAll();
    return decodeAnswer(bytes + socket.readAll());
}

QByteArray gzipBytes(const QByteArray &bytes)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))) + 32, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

lab::LabOptions LabFixture::emptyOptions()
{
    lab::LabOptions options;
    options.fleet = false;
    options.live = false;
    options.throttle = false;
    options.fixedNow = std::chrono::floor<Seconds>(ManualClock::start).time_since_epoch().count();
    return options;
}

LabFixture::LabFixture(const lab::LabOptions &options)
{
    auto started = lab::Lab::start(options);
    if (!started)
        qFatal("lab: %s %s", qPrintable(started.error().message), qPrintable(started.error().detail));
    m_lab = std::move(*started);
}

quint16 LabFixture::port() const { return static_cast<quint16>(QUrl(info().endpoint).port()); }

HttpAnswer LabFixture::send(const QByteArray &method, const QByteArray &target, const HeaderList &headers, const QByteArray &body) const
{
    return sendHttp(port(), method, target, headers, body);
}

QByteArray LabFixture::token(const QByteArray &resource) const
{
    const QByteArray form = "grant_type=client_credentials&client_id=" + info().clientId.toUtf8() + "&client_secret="
        + QUrl::toPercentEncoding(info().clientSecret) + "&scope=" + resource + "/.default";
    const HttpAnswer answer = send("POST", "/" + info().tenantId.toUtf8() + "/oauth2/v2.0/token",
                                   {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
    return answer.json().value(u"access_token").toString().toUtf8();
}

HttpAnswer LabFixture::post(const QByteArray &target, const QString &kql, const QString &timespan) const
{
    QJsonObject body{{QStringLiteral("query"), kql}};
    if (!timespan.isEmpty())
        body.insert(QStringLiteral("timespan"), timespan);
    return send("POST", target, {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + info().bearerToken.toUtf8()}},
                QJsonDocument(body).toJson(QJsonDocument::Compact));
}

HttpAnswer LabFixture::query(const QString &kql, const QString &timespan) const
{
    return post("/v1/apps/" + info().appId.toUtf8() + "/query", kql, timespan);
}

HttpAnswer LabFixture::queryWorkspace(const QString &kql, const QString &timespan) const
{
    return post("/v1/workspaces/" + info().workspaceId.toUtf8() + "/query", kql, timespan);
}

QJsonArray LabFixture::rows(const QString &kql) const
{
    const HttpAnswer answer = query(kql);
    if (answer.status != 200)
        QTest::qFail(answer.body.constData(), __FILE__, __LINE__);
    return answer.json().value(u"tables").toArray().at(0).toObject().value(u"rows").toArray();
}

} // namespace qd::test
