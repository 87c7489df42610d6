#include "mcp/jsonpath.h"

#include <algorithm>

namespace qd::jsonpath {

namespace {

/// Reads one path from its beginning to its end; the first mistake ends it.
class PathReader
{
public:
    explicit PathReader(const QString &text) : m_text(text) {}

    Result<QList<Part>> read()
    {
        QList<Part> parts;
        if (m_text.size() > maxLength)
            return mistake(QStringLiteral("it is longer than %1 characters").arg(maxLength));
        if (!take(u'$'))
            return mistake(QStringLiteral("it begins with “$”"));
        while (m_at < m_text.size()) {
            auto part = readPart();
            if (!part)
                return part.error();
            parts.append(*part);
            if (parts.size() > maxParts)
                return mistake(QStringLiteral("it has more than %1 parts").arg(maxParts));
        }
        return parts;
    }

private:
    Result<Part> readPart()
    {
        const bool isDotted = take(u'.');
        const bool isDeep = isDotted && take(u'.');
        const bool isBracket = peek() == u'[';
        if (!isDotted && !isBracket)
            return mistake(QStringLiteral("“.” or “[” is expected"));
        if (isBracket && isDotted && !isDeep)
            return mistake(QStringLiteral("a name is expected after “.”"));
        auto part = isBracket ? readBracket() : readName();
        if (part)
            part.value().isDeep = isDeep;
        return part;
    }

    Result<Part> readName()
    {
        if (take(u'*'))
            return Part{.kind = Part::Kind::All, .name = {}};
        const qsizetype from = m_at;
        while (m_at < m_text.size() && isNamePart(m_text.at(m_at)))
            ++m_at;
        if (m_at == from)
            return mistake(QStringLiteral("a name is expected; names with other characters are written ['like this']"));
        return Part{.name = m_text.mid(from, m_at - from)};
    }

    static bool isNamePart(QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'$' || c.isSurrogate(); }

    Result<Part> readBracket()
    {
        take(u'[');
        Result<Part> part = peek() == u'\'' || peek() == u'"' ? readQuoted() : readIndex();
        if (part && !take(u']'))
            return mistake(QStringLiteral("“]” is expected"));
        return part;
    }

    Result<Part> readQuoted()
    {
        const QChar quote = m_text.at(m_at++);
        QString name;
        while (m_at < m_text.size() && m_text.at(m_at) != quote) {
            if (m_text.at(m_at) == u'\\' && m_at + 1 < m_text.size())
                ++m_at;
            name += m_text.at(m_at++);
        }
        if (!take(quote))
            return mistake(QStringLiteral("the name in quotes does not end"));
        return Part{.name = name};
    }

    Result<Part> readIndex()
    {
        if (take(u'*'))
            return Part{.kind = Part::Kind::All, .name = {}};
        const qsizetype from = m_at;
        take(u'-');
        while (m_at < m_text.size() && m_text.at(m_at) >= u'0' && m_text.at(m_at) <= u'9')
            ++m_at;
        bool isNumber = false;
        const int index = QStringView(m_text).mid(from, m_at - from).toInt(&isNumber);
        if (!isNumber)
            return mistake(QStringLiteral("a number, “*” or a name in quotes is expected in brackets"));
        return Part{.kind = Part::Kind::Element, .name = {}, .index = index};
    }

    [[nodiscard]] QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }
    bool take(QChar c)
    {
        const bool isThere = peek() == c && m_at < m_text.size();
        m_at += isThere ? 1 : 0;
        return isThere;
    }
    [[nodiscard]] Error mistake(const QString &reason) const
    {
        return {.kind = ErrorKind::Invalid,
                .message = QStringLiteral("The path “%1” cannot be read at character %2: %3").arg(m_text.left(80)).arg(m_at + 1).arg(reason),
                .detail = {},
                .position = TextPosition{.line = 1, .column = static_cast<int>(m_at) + 1, .offset = m_at}};
    }

    const QString m_text;
    qsizetype m_at = 0;
};

} // namespace

Result<QList<Part>> parse(const QString &path) { return PathReader(path).read(); }

bool isDefinite(const QList<Part> &path)
{
    return std::ranges::none_of(path, [](const Part &part) { return part.isDeep || part.kind == Part::Kind::All; });
}

} // namespace qd::jsonpath
