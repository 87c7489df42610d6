#include "arm/armjson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::armjson {

namespace {

using nlohmann::json;

constexpr qsizetype maxMessage = 2000;

/// The parser itself does not recurse, but what walks the document afterwards would.
bool isTooDeep(const QByteArray &body)
{
    int depth = 0;
    bool inText = false;
    for (qsizetype i = 0; i < body.size(); ++i) {
        const char c = body.at(i);
        if (inText) {
            i += c == '\\' ? 1 : 0;
            inText = c != '"';
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            if (++depth > maxDepth)
                return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

} // namespace

Error wrong(const QString &path, const QString &what)
{
    return {.kind = ErrorKind::Decode,
            .message = QStringLiteral("Resource Manager gave an answer that cannot be read."),
            .detail = path + QStringLiteral(": ") + what};
}

Result<json> parse(const QByteArray &body)
{
    if (body.size() > maxBytes)
        return wrong(QStringLiteral("$"), QStringLiteral("%1 bytes, the limit is %2").arg(body.size()).arg(maxBytes));
    if (isTooDeep(body))
        return wrong(QStringLiteral("$"), QStringLiteral("nested deeper than %1").arg(maxDepth));
    json parsed = json::parse(body.cbegin(), body.cend(), nullptr, false);
    if (parsed.is_discarded())
        return wrong(QStringLiteral("$"), QStringLiteral("not JSON, %1 bytes").arg(body.size()));
    if (!parsed.is_object())
        return wrong(QStringLiteral("$"), QStringLiteral("an object is expected"));
    return parsed;
}

QString text(const json &object, const char *name, qsizetype most)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return {};
    return QString::fromStdString(found->get_ref<const std::string &>()).left(most);
}

bool flag(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

const json &child(const json &object, const char *name)
{
    static const json none = json::object();
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : none;
}

const json *array(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_array() ? &*found : nullptr;
}

std::optional<Instant> instant(const json &object, const char *name)
{
    QString written = text(object, name, 40);
    const qsizetype dot = written.indexOf(u'.');
    Microseconds fraction{0};
    if (dot > 0) {
        qsizetype end = dot + 1;
        while (end < written.size() && written.at(end).isDigit())
            ++end;
        fraction = Microseconds(written.mid(dot + 1, end - dot - 1).leftJustified(6, u'0', true).toLongLong());
        written.remove(dot, end - dot);
    }
    QDateTime at = QDateTime::fromString(written, Qt::ISODate);
    if (!at.isValid())
        return std::nullopt;
    if (at.timeSpec() == Qt::LocalTime)
        at.setTimeSpec(Qt::UTC);
    return toInstant(at) + fraction;
}

QString message(const json &object, const char *name)
{
    QString shown = text(object, name, maxMessage);
    for (QChar &c : shown)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    return shown.simplified();
}

} // namespace qd::armjson
