#include "mcp/rpcmessage.h"

#include "mcp/jsonslice.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype longestRpcText = 2000;
constexpr qsizetype longestRpcId = 256;
constexpr qsizetype largestRpcBatch = 1000;

Error badMessage(const QString &detail)
{
    return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The server sent something that is not a JSON-RPC message."), .detail = detail};
}

QByteArray slice(QByteArrayView object, QByteArrayView name)
{
    return jsonslice::member(object, name).value_or(QByteArrayView()).toByteArray();
}

Result<RpcMessage> decodeOne(QByteArrayView object)
{
    if (slice(object, "jsonrpc") != "\"2.0\"")
        return badMessage(QStringLiteral("jsonrpc is not \"2.0\""));
    RpcMessage message{.id = slice(object, "id")};
    if (message.id == "null")
        message.id.clear();
    if (message.id.size() > longestRpcId || message.id.startsWith('{') || message.id.startsWith('['))
        return badMessage(QStringLiteral("id"));
    if (const auto method = jsonslice::member(object, "method")) {
        const auto name = jsonslice::text(*method);
        if (!name)
            return badMessage(QStringLiteral("method"));
        message.kind = message.id.isEmpty() ? RpcMessage::Kind::Notification : RpcMessage::Kind::Request;
        message.method = name->left(longestRpcId);
        message.body = slice(object, "params");
        return message;
    }
    const auto error = jsonslice::member(object, "error");
    auto result = jsonslice::member(object, "result");
    if (result == QByteArrayView("null") && error && error->startsWith('{')) // as JSON-RPC 1.0 had it
        result.reset();
    if (!result && !error)
        return badMessage(QStringLiteral("neither method, result nor error"));
    message.kind = result ? RpcMessage::Kind::Answer : RpcMessage::Kind::Failure;
    message.body = (result ? *result : *error).toByteArray();
    return message;
}

/// The code unit of a `\uXXXX` at that place, or -1.
int escapedUnit(const QByteArray &text, qsizetype at)
{
    bool isHex = false;
    const uint unit = text.mid(at, 2) == "\\u" ? text.mid(at + 2, 4).toUInt(&isHex, 16) : 0;
    return isHex ? static_cast<int>(unit) : -1;
}

/// Servers in JavaScript cut texts in the midst of a character, and JSON.stringify then writes one half of it as an escape.
QByteArray withoutHalfCharacters(QByteArray text)
{
    for (qsizetype at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
        const int unit = escapedUnit(text, at);
        const bool isHalf = unit >= 0xd800 && unit <= 0xdfff;
        const int next = isHalf && unit < 0xdc00 ? escapedUnit(text, at + 6) : -1;
        const bool isPair = next >= 0xdc00 && next <= 0xdfff;
        if (isHalf && !isPair)
            text.replace(at + 2, 4, "fffd");
        at += isPair ? 12 : unit >= 0 ? 6 : 2;
    }
    return text;
}

QString cleanedRpcText(QByteArrayView text)
{
    QString shown = QString::fromUtf8(text.first(std::min(text.size(), 4 * longestRpcText))).left(longestRpcText);
    for (QChar &c : shown)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    return shown.simplified();
}

/// What a caller can do about it; the codes of JSON-RPC 2.0 and of MCP's revisions.
ErrorKind kindOfRpcCode(qint64 code)
{
    switch (code) {
    case -32602:
    case -32600: return ErrorKind::Invalid;
    case -32601: // an unknown method or tool, or one that a gateway hides
    case -32002: return ErrorKind::NotFound;
    case 0: // none at all
    case -32700: return ErrorKind::Protocol;
    default: return ErrorKind::Server;
    }
}

QString sentenceOfRpcCode(qint64 code)
{
    switch (code) {
    case 0: return QStringLiteral("The server answered with an error that has no code.");
    case -32700: return QStringLiteral("The server could not read the message.");
    case -32600: return QStringLiteral("The server took the message for invalid.");
    case -32601: return QStringLiteral("The server does not know this method or tool, or does not allow it.");
    case -32602: return QStringLiteral("The server refused the arguments.");
    case -32603: return QStringLiteral("The server failed inside.");
    case -32002: return QStringLiteral("The server does not know this resource.");
    case -32042: return QStringLiteral("The server asks to visit a web page first.");
    default: return QStringLiteral("The server answered with error %1.").arg(code);
    }
}

} // namespace

Result<QList<RpcMessage>> decodeRpc(const QByteArray &given)
{
    const bool isBroken = !jsonslice::isJson(given);
    const QByteArray bytes = isBroken ? withoutHalfCharacters(given) : given;
    if (isBroken && !jsonslice::isJson(bytes))
        return badMessage(QStringLiteral("not JSON, or nested deeper than %1").arg(jsonslice::maxDepth));
    const QByteArrayView view = QByteArrayView(bytes).trimmed();
    const bool isBatch = view.startsWith('[');
    QList<QByteArrayView> objects{view};
    if (isBatch)
        objects = jsonslice::elements(view);
    if (objects.isEmpty() || objects.size() > largestRpcBatch)
        return badMessage(QStringLiteral("a batch of %1").arg(objects.size()));
    QList<RpcMessage> messages;
    for (const QByteArrayView object : objects) {
        if (!object.startsWith('{'))
            return badMessage(QStringLiteral("not an object"));
        Result<RpcMessage> message = decodeOne(object);
        if (!message)
            return message.error();
        messages.append(std::move(*message));
    }
    return messages;
}

QByteArray encodeRpc(const QString &method, const QByteArray &params, const QByteArray &id)
{
    QByteArray text = R"({"jsonrpc":"2.0",)";
    if (!id.isEmpty())
        text += "\"id\":" + id + ',';
    text += "\"method\":" + jsonslice::quoted(method);
    if (!params.isEmpty())
        text += ",\"params\":" + params;
    return text + '}';
}

QByteArray encodeRpcResult(const QByteArray &id, const QByteArray &result)
{
    return R"({"jsonrpc":"2.0","id":)" + id + ",\"result\":" + result + '}';
}

QByteArray encodeRpcFailure(const QByteArray &id, int code, const QString &message)
{
    return R"({"jsonrpc":"2.0","id":)" + id + ",\"error\":{\"code\":" + QByteArray::number(code)
        + ",\"message\":" + jsonslice::quoted(message) + "}}";
}

Error errorFromRpc(const QByteArray &body)
{
    const auto parsed = nlohmann::json::parse(body.cbegin(), body.cend(), nullptr, false);
    if (!parsed.is_object())
        return badMessage(QStringLiteral("error"));
    const auto code = parsed.find("code");
    const auto message = parsed.find("message");
    const qint64 number = code != parsed.end() && code->is_number_integer() ? code->get<qint64>() : 0;
    Error error{.kind = kindOfRpcCode(number), .message = sentenceOfRpcCode(number), .vendorCode = QString::number(number)};
    if (message != parsed.end() && message->is_string())
        error.detail = cleanedRpcText(message->get_ref<const std::string &>());
    if (!error.detail.isEmpty())
        error.message = error.detail;
    if (const QByteArray data = slice(body, "data"); !data.isEmpty() && data != "null")
        error.detail = cleanedRpcText(data);
    return error;
}

} // namespace qd
