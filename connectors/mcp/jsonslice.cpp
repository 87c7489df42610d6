#include "mcp/jsonslice.h"

#include "mcp/savedjson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::jsonslice {

namespace {

using nlohmann::json;

constexpr int ownLevels = 16; ///< of files around messages

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

qsizetype skipSpace(QByteArrayView text, qsizetype at)
{
    while (at < text.size() && isSpace(text[at]))
        ++at;
    return at;
}

/// `at` is the opening quote; gives the place after the closing one.
qsizetype skipString(QByteArrayView text, qsizetype at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\')
            ++at;
    return std::min(at + 1, text.size());
}

qsizetype skipNested(QByteArrayView text, qsizetype at)
{
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = skipString(text, at);
            continue;
        }
        ++at;
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            break;
    }
    return at;
}

qsizetype skipValue(QByteArrayView text, qsizetype at)
{
    if (at >= text.size())
        return at;
    if (text[at] == '"')
        return skipString(text, at);
    if (text[at] == '{' || text[at] == '[')
        return skipNested(text, at);
    while (at < text.size() && text[at] != ',' && text[at] != '}' && text[at] != ']' && !isSpace(text[at]))
        ++at;
    return at;
}

/// The library takes a zero byte for the end, whatever follows.
bool isShallow(QByteArrayView text, int most)
{
    if (text.contains('\0'))
        return false;
    int depth = 0;
    for (qsizetype at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            at = skipString(text, at);
            continue;
        }
        ++at;
        if ((c == '{' || c == '[') && ++depth > most)
            return false;
        if (c == '}' || c == ']')
            --depth;
    }
    return true;
}

/// Begins as an object does.
bool isOpened(QByteArrayView text)
{
    const qsizetype start = skipSpace(text, 0);
    return start < text.size() && text[start] == '{';
}

/// `key` is a JSON string, maybe with escapes.
bool isNamed(QByteArrayView key, QByteArrayView name)
{
    if (key.contains('\\'))
        return text(key).value_or(QString()).toUtf8() == name;
    return key.size() == name.size() + 2 && key.sliced(1, name.size()) == name;
}

} // namespace

bool isJson(QByteArrayView text) { return isShallow(text, maxDepth) && json::accept(text.begin(), text.end()); }

bool isObject(QByteArrayView text) { return isOpened(text) && isJson(text); }

bool isSavedObject(QByteArrayView text) { return isOpened(text) && isShallow(text, maxDepth + ownLevels) && json::accept(text.begin(), text.end()); }

QList<std::pair<QByteArrayView, QByteArrayView>> members(QByteArrayView object)
{
    QList<std::pair<QByteArrayView, QByteArrayView>> found;
    qsizetype at = skipSpace(object, 0);
    if (at >= object.size() || object[at] != '{')
        return found;
    at = skipSpace(object, at + 1);
    while (at < object.size() && object[at] == '"') {
        const qsizetype keyEnd = skipString(object, at);
        const QByteArrayView key = object.sliced(at, keyEnd - at);
        at = std::min(skipSpace(object, skipSpace(object, keyEnd) + 1), object.size());
        const qsizetype end = skipValue(object, at);
        if (end > at)
            found.append({key, object.sliced(at, end - at)});
        at = skipSpace(object, skipSpace(object, end) + 1);
    }
    return found;
}

std::optional<QByteArrayView> member(QByteArrayView object, QByteArrayView name)
{
    std::optional<QByteArrayView> last;
    for (const auto &[key, value] : members(object))
        if (isNamed(key, name))
            last = value;
    return last;
}

QList<QByteArrayView> elements(QByteArrayView array)
{
    QList<QByteArrayView> found;
    qsizetype at = skipSpace(array, 0);
    if (at >= array.size() || array[at] != '[')
        return found;
    at = skipSpace(array, at + 1);
    while (at < array.size() && array[at] != ']') {
        const qsizetype end = skipValue(array, at);
        if (end == at)
            break;
        found.append(array.sliced(at, end - at));
        at = skipSpace(array, skipSpace(array, end) + 1);
    }
    return found;
}

std::optional<QString> text(QByteArrayView value)
{
    const json parsed = json::parse(value.begin(), value.end(), nullptr, false);
    if (!parsed.is_string())
        return std::nullopt;
    return QString::fromStdString(parsed.get_ref<const std::string &>());
}

QByteArray quoted(const QString &text)
{
    return QByteArray::fromStdString(json(text.toStdString()).dump(-1, ' ', false, json::error_handler_t::replace));
}

} // namespace qd::jsonslice
