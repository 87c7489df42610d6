#include "mcpcollections/jsonselect.h"

#include <algorithm>
#include <exception>

namespace qd {

namespace {

using Found = std::vector<const CollectionJson *>;

void addMatches(const CollectionJson &json, const jsonpath::Part &part, Found &found)
{
    using Kind = jsonpath::Part::Kind;
    if (part.kind == Kind::All && json.is_structured()) {
        for (const CollectionJson &child : json)
            found.push_back(&child);
    } else if (part.kind == Kind::Member && json.is_object()) {
        if (const auto member = json.find(part.name.toStdString()); member != json.end())
            found.push_back(&*member);
    } else if (part.kind == Kind::Element && json.is_array()) {
        const auto size = static_cast<qsizetype>(json.size());
        const qsizetype index = part.index < 0 ? size + part.index : part.index;
        if (index >= 0 && index < size)
            found.push_back(&json[static_cast<std::size_t>(index)]);
    }
}

/// The value itself, then everything below it. Depth is bounded by the parser of what came in.
void addDeepMatches(const CollectionJson &json, const jsonpath::Part &part, Found &found)
{
    if (found.size() >= maxSelected)
        return;
    addMatches(json, part, found);
    if (json.is_structured())
        for (const CollectionJson &child : json)
            addDeepMatches(child, part, found);
}

QString placeText(const TextPosition &place) { return QStringLiteral("line %1, column %2").arg(place.line).arg(place.column); }

TextPosition collectionPosition(const QByteArray &text, std::size_t byte)
{
    const QByteArrayView before = QByteArrayView(text).first(static_cast<qsizetype>(std::min<std::size_t>(byte, static_cast<std::size_t>(text.size()))));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return {.line = static_cast<int>(before.count('\n')) + 1, .column = static_cast<int>(std::max<qsizetype>(1, before.size() - lineStart)),
            .offset = before.size()};
}

} // namespace

std::vector<const CollectionJson *> selectJson(const CollectionJson &json, const QList<jsonpath::Part> &path)
{
    Found current{&json};
    for (const jsonpath::Part &part : path) {
        Found next;
        for (const CollectionJson *value : current) {
            part.isDeep ? addDeepMatches(*value, part, next) : addMatches(*value, part, next);
            if (next.size() >= maxSelected)
                break;
        }
        next.resize(std::min(next.size(), maxSelected));
        current = std::move(next);
    }
    return current;
}

QString jsonText(const CollectionJson &json)
{
    return QString::fromStdString(json.dump(-1, ' ', false, CollectionJson::error_handler_t::replace));
}

QByteArray withoutBlanks(QByteArrayView json)
{
    QByteArray made;
    bool isText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (!isText && (c == ' ' || c == '\t' || c == '\r' || c == '\n'))
            continue;
        made += c;
        if (isText && c == '\\' && i + 1 < json.size())
            made += json[++i];
        else if (c == '"')
            isText = !isText;
    }
    return made;
}

Result<CollectionJson> parseJson(const QByteArray &text)
{
    bool isTooDeep = false;
    const auto watchDepth = [&isTooDeep](int depth, CollectionJson::parse_event_t, CollectionJson &) {
        isTooDeep = isTooDeep || depth > maxCollectionDepth;
        return !isTooDeep;
    };
    try { // the only way to learn the place
        CollectionJson made = CollectionJson::parse(text.cbegin(), text.cend(), watchDepth);
        if (!isTooDeep)
            return made;
    } catch (const CollectionJson::parse_error &problem) {
        const TextPosition place = collectionPosition(text, problem.byte);
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("This is not JSON at ") + placeText(place), .detail = QString::fromUtf8(problem.what()).left(300), .position = place};
    } catch (const std::exception &problem) {
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("This is not JSON"), .detail = QString::fromUtf8(problem.what()).left(300)};
    }
    return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("It is nested deeper than %1 levels").arg(maxCollectionDepth)};
}

} // namespace qd
