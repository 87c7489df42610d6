#include "mcp/recordfile.h"

#include "mcp/jsonslice.h"
#include "mcp/jsontext.h"
#include "mcp/savedjson.h"

#include <QFile>
#include <QSaveFile>

#include <utility>

namespace qd {

namespace {

constexpr qint64 largestRecordFile = 256LL * 1024 * 1024;

using RecordParts = QByteArrayList;

void addJson(RecordParts &parts, const char *name, const QString &value)
{
    if (!value.isEmpty())
        parts << '"' + QByteArray(name) + "\":" + value.toUtf8();
}

QByteArray exchangeJson(const RecordedExchange &exchange)
{
    RecordParts parts{QByteArray("\"from\":") + (exchange.isFromServer ? "\"server\"" : "\"client\""), "\"method\":" + jsonslice::quoted(exchange.method)};
    addJson(parts, "params", exchange.params);
    addJson(parts, "result", exchange.result);
    addJson(parts, "error", exchange.error);
    if (exchange.isCut)
        parts << "\"cut\":true";
    if (exchange.isUnanswered)
        parts << "\"unanswered\":true";
    parts << "\"ms\":" + QByteArray::number(exchange.elapsed.count());
    return '{' + parts.join(',') + '}';
}

QByteArray notificationsJson(const std::map<QString, qint64> &notifications)
{
    RecordParts parts;
    for (const auto &[method, count] : notifications)
        parts << jsonslice::quoted(method) + ':' + QByteArray::number(count);
    return '{' + parts.join(',') + '}';
}

QString jsonMember(QByteArrayView object, const char *name)
{
    const auto value = jsonslice::member(object, name);
    return value ? QString::fromUtf8(*value) : QString();
}

QString textOfMember(QByteArrayView object, const char *name)
{
    const auto value = jsonslice::member(object, name);
    return value ? jsonslice::text(*value).value_or(QString()) : QString();
}

Error badRecording(const QString &name, const QString &place)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("%1 is not a recorded session (%2)").arg(name, place), .detail = place};
}

RecordedExchange exchangeOf(QByteArrayView given)
{
    return {.isFromServer = textOfMember(given, "from") == QLatin1String("server"),
            .method = textOfMember(given, "method"),
            .params = jsonMember(given, "params"),
            .result = jsonMember(given, "result"),
            .error = jsonMember(given, "error"),
            .elapsed = Milliseconds(jsonMember(given, "ms").toLongLong()),
            .isCut = jsonMember(given, "cut") == QLatin1String("true"),
            .isUnanswered = jsonMember(given, "unanswered") == QLatin1String("true")};
}

Error recordFileError(const QString &what, const QFileDevice &file)
{
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("%1 cannot be %2: %3").arg(file.fileName(), what, file.errorString())};
}

} // namespace

QByteArray encodeRecording(const McpRecording &recording)
{
    RecordParts exchanges;
    for (const RecordedExchange &exchange : recording.exchanges)
        exchanges << exchangeJson(exchange);
    RecordParts parts{"\"session\":" + QByteArray::number(recordingVersion), "\"server\":" + jsonslice::quoted(recording.server)};
    addJson(parts, "handshake", recording.handshake);
    addJson(parts, "abilities", recording.abilities);
    if (recording.isCut)
        parts << "\"cut\":true";
    parts << "\"exchanges\":[" + exchanges.join(',') + ']' << "\"notifications\":" + notificationsJson(recording.notifications);
    const QByteArray whole = '{' + parts.join(',') + '}';
    return indentedJson(QString::fromUtf8(whole), whole.size() * 8).toUtf8() + '\n';
}

bool isRecording(const QByteArray &given) { return jsonslice::isSavedObject(given) && jsonslice::member(given, "session") && jsonslice::member(given, "exchanges"); }

Result<McpRecording> decodeRecording(const QByteArray &given, const QString &name)
{
    if (!jsonslice::isSavedObject(given))
        return badRecording(name, QStringLiteral("no JSON object"));
    if (jsonMember(given, "session") != QString::number(recordingVersion))
        return badRecording(name, QStringLiteral("/session: this program reads version %1").arg(recordingVersion));
    McpRecording recording{.server = textOfMember(given, "server"), .handshake = jsonMember(given, "handshake"), .abilities = jsonMember(given, "abilities"), .exchanges = {},
                           .notifications = {}, .isCut = jsonMember(given, "cut") == QLatin1String("true")};
    const auto exchanges = jsonslice::member(given, "exchanges");
    if (!exchanges || !exchanges->startsWith('['))
        return badRecording(name, QStringLiteral("/exchanges: it is not an array"));
    for (const QByteArrayView one : jsonslice::elements(*exchanges)) {
        recording.exchanges.append(exchangeOf(one));
        if (recording.exchanges.last().method.isEmpty() || recording.exchanges.size() > maxRecordedExchanges)
            return badRecording(name, QStringLiteral("/exchanges/%1: it has no method, or there are too many").arg(recording.exchanges.size() - 1));
    }
    for (const auto &[method, count] : jsonslice::members(jsonslice::member(given, "notifications").value_or(QByteArrayView())))
        recording.notifications[jsonslice::text(method).value_or(QString())] = count.toByteArray().toLongLong();
    return recording;
}

Result<McpRecording> loadRecording(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return recordFileError(QStringLiteral("read"), file);
    if (file.size() > largestRecordFile)
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("%1 is over 256 MiB").arg(path)};
    return decodeRecording(file.readAll(), path);
}

Result<void> saveRecording(const McpRecording &recording, const QString &path)
{
    QSaveFile file(path);
    const QByteArray text = encodeRecording(recording);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return recordFileError(QStringLiteral("written"), file);
    return {};
}

} // namespace qd
