#include "mcp/canonicaljson.h"

#include "mcp/jsonslice.h"

#include <QCryptographicHash>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype maxLeaves = 20000;
constexpr int maxLeafDepth = 64;
constexpr qsizetype largestDefinition = 1024 * 1024;

/// The shortest digits that read back the same, as ECMAScript writes them.
QByteArray canonicalDouble(double value)
{
    char digits[64];
    const double size = std::abs(value);
    const auto format = value != 0 && (size < 1e-6 || size >= 1e21) ? std::chars_format::scientific : std::chars_format::fixed;
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value, format);
    QByteArray text(digits, end.ptr - digits);
    const qsizetype exponent = text.indexOf('e');
    if (exponent >= 0 && text.size() > exponent + 3 && text.at(exponent + 2) == '0')
        text.remove(exponent + 2, 1); // 1e-07 -> 1e-7
    return text;
}

QByteArray canonicalNumber(QByteArrayView written)
{
    const bool isWhole = std::ranges::none_of(written, [](char c) { return c == '.' || c == 'e' || c == 'E'; });
    if (isWhole)
        return written == "-0" ? QByteArray("0") : written.toByteArray();
    double value = 0;
    const auto read = std::from_chars(written.begin(), written.end(), value);
    if (read.ec != std::errc() || read.ptr != written.end())
        return written.toByteArray(); // beyond a double: as it was written
    return value == 0 ? QByteArray("0") : canonicalDouble(value);
}

QByteArray canonicalString(QByteArrayView written)
{
    const auto text = jsonslice::text(written);
    return text ? jsonslice::quoted(*text) : written.toByteArray();
}

QByteArray canonicalValue(QByteArrayView value);

QByteArray canonicalObject(QByteArrayView object)
{
    QList<std::pair<QString, QByteArray>> members;
    for (const auto &[name, value] : jsonslice::members(object))
        members.append({jsonslice::text(name).value_or(QString()), canonicalString(name) + ':' + canonicalValue(value)});
    std::ranges::stable_sort(members, [](const auto &a, const auto &b) { return a.first < b.first; });
    QByteArrayList parts;
    for (const auto &[name, text] : std::as_const(members))
        parts << text;
    return '{' + parts.join(',') + '}';
}

QByteArray canonicalArray(QByteArrayView array)
{
    QByteArrayList parts;
    for (const QByteArrayView element : jsonslice::elements(array))
        parts << canonicalValue(element);
    return '[' + parts.join(',') + ']';
}

QByteArray canonicalValue(QByteArrayView value)
{
    const QByteArrayView text = value.trimmed();
    if (text.startsWith('{'))
        return canonicalObject(text);
    if (text.startsWith('['))
        return canonicalArray(text);
    if (text.startsWith('"'))
        return canonicalString(text);
    return text == "true" || text == "false" || text == "null" ? text.toByteArray() : canonicalNumber(text);
}

QString pointerStep(QString name) { return name.replace(u'~', QLatin1String("~0")).replace(u'/', QLatin1String("~1")); }

/// Walks canonical JSON and collects its leaves, within bounds.
class LeafWalk
{
public:
    explicit LeafWalk(McpDefinition &definition) : m_definition(definition) {}

    void walk(QByteArrayView value, const QString &path, int depth)
    {
        if (m_definition.leaves.size() >= maxLeaves || depth > maxLeafDepth) {
            m_definition.isCut = true;
            return;
        }
        const bool isEmpty = value == "{}" || value == "[]";
        if (value.startsWith('{') && !isEmpty)
            walkObject(value, path, depth);
        else if (value.startsWith('[') && !isEmpty)
            walkArray(value, path, depth);
        else
            add(value, path);
    }

private:
    void walkObject(QByteArrayView value, const QString &path, int depth)
    {
        for (const auto &[name, part] : jsonslice::members(value))
            walk(part, path + u'/' + pointerStep(jsonslice::text(name).value_or(QString())), depth + 1);
    }

    void walkArray(QByteArrayView value, const QString &path, int depth)
    {
        qsizetype index = 0;
        for (const QByteArrayView part : jsonslice::elements(value))
            walk(part, path + u'/' + QString::number(index++), depth + 1);
    }

    void add(QByteArrayView value, const QString &path)
    {
        McpLeaf leaf{.path = path, .value = QString::fromUtf8(value), .text = {}};
        if (value.startsWith('"')) {
            leaf.isText = true;
            leaf.text = jsonslice::text(value).value_or(QString());
        }
        m_definition.leaves.append(leaf);
    }

    McpDefinition &m_definition;
};

} // namespace

std::optional<QByteArray> canonicalJson(QByteArrayView given)
{
    if (!jsonslice::isJson(given))
        return std::nullopt;
    return canonicalValue(given);
}

McpDefinition definitionOf(McpDefinition::Kind kind, const QString &name, const QByteArray &given)
{
    const std::optional<QByteArray> canonical = canonicalJson(given);
    const QByteArray text = canonical.value_or(given);
    McpDefinition definition{.kind = kind, .name = name, .canonical = QString::fromUtf8(text), .sha256 = QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex()),
                             .bytes = given.size(), .leaves = {}, .isCut = !canonical || text.size() > largestDefinition};
    if (!definition.isCut)
        LeafWalk(definition).walk(text, QString(), 0);
    return definition;
}

} // namespace qd
