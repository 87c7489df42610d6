#include "trace/propertybag.h"

#include <algorithm>

namespace qd {

namespace {

constexpr int maxBagNesting = 64;

/// Walks JSON text once, forwards; never reads past its end.
class BagCursor
{
public:
    explicit BagCursor(QStringView text) : m_text(text) {}

    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }
    bool take(QChar c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    /// The string that starts here, unescaped; nothing when there is none or it does not end.
    std::optional<QString> string();
    /// Any value: strings unescaped, all else as written.
    std::optional<QString> value();

private:
    bool appendEscape(QString &out);
    bool skipNested();

    QStringView m_text;
    qsizetype m_at = 0;
};

bool BagCursor::appendEscape(QString &out)
{
    static constexpr QStringView names = u"\"\\/bfnrt";
    static constexpr QStringView meanings = u"\"\\/\b\f\n\r\t";
    if (m_at >= m_text.size())
        return false;
    const QChar c = m_text[m_at++];
    if (const qsizetype known = names.indexOf(c); known >= 0) {
        out += meanings[known];
        return true;
    }
    if (c != u'u' || m_at + 4 > m_text.size())
        return false;
    bool isHex = false;
    const ushort unit = m_text.mid(m_at, 4).toUShort(&isHex, 16);
    m_at += 4;
    out += QChar(unit);
    return isHex;
}

std::optional<QString> BagCursor::string()
{
    if (!take(u'"'))
        return std::nullopt;
    QString out;
    while (m_at < m_text.size()) {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && m_text[m_at] != u'"' && m_text[m_at] != u'\\')
            ++m_at;
        out += m_text.mid(from, m_at - from);
        if (m_at >= m_text.size())
            return std::nullopt;
        if (m_text[m_at++] == u'"')
            return out;
        if (!appendEscape(out))
            return std::nullopt;
    }
    return std::nullopt;
}

/// Over a list or object, strings in it included.
bool BagCursor::skipNested()
{
    int depth = 0;
    while (m_at < m_text.size()) {
        const QChar c = m_text[m_at];
        if (c == u'"') {
            if (!string())
                return false;
            continue;
        }
        ++m_at;
        if (c == u'{' || c == u'[')
            ++depth;
        if (c == u'}' || c == u']')
            --depth;
        if (depth == 0 || depth > maxBagNesting)
            return depth == 0;
    }
    return false;
}

std::optional<QString> BagCursor::value()
{
    skipSpace();
    if (m_at >= m_text.size())
        return std::nullopt;
    const QChar first = m_text[m_at];
    if (first == u'"')
        return string();
    const qsizetype from = m_at;
    if (first == u'{' || first == u'[') {
        if (!skipNested())
            return std::nullopt;
    } else {
        while (m_at < m_text.size() && m_text[m_at] != u',' && m_text[m_at] != u'}' && !m_text[m_at].isSpace())
            ++m_at;
    }
    const QStringView raw = m_text.mid(from, m_at - from);
    return raw == u"null" ? QString() : raw.toString();
}

} // namespace

SpanAttributes readPropertyBag(QStringView json)
{
    SpanAttributes attributes;
    BagCursor cursor(json);
    if (!cursor.take(u'{'))
        return attributes;
    while (attributes.size() < maxBagEntries) {
        auto name = cursor.string();
        if (!name || !cursor.take(u':'))
            break;
        auto value = cursor.value();
        if (!value)
            break;
        attributes.append({std::move(*name), std::move(*value)});
        if (!cursor.take(u','))
            break;
    }
    std::ranges::stable_sort(attributes, {}, [](const auto &pair) -> const QString & { return pair.first; });
    return attributes;
}

} // namespace qd
