#include "mcp/jsonoutline.h"

#include <QRegularExpression>
#include <QStringList>

#include <utility>

namespace qd {

/// Reads one text from its start to its end; no recursion, so depth is only a number.
class JsonOutlineReader
{
public:
    explicit JsonOutlineReader(const QString &text) { m_outline.m_text = text; }

    bool read()
    {
        if (!openValue(0, 0))
            return false;
        while (m_open >= 0)
            if (!goOn())
                return false;
        skipBlanks();
        return m_at == size();
    }
    JsonOutline take() { return std::move(m_outline); }

private:
    using Kind = JsonOutline::Kind;

    [[nodiscard]] qsizetype size() const { return m_outline.m_text.size(); }
    [[nodiscard]] QChar here() const { return m_at < size() ? m_outline.m_text.at(m_at) : QChar(); }
    void skipBlanks()
    {
        while (m_at < size() && (here() == u' ' || here() == u'\n' || here() == u'\t' || here() == u'\r'))
            ++m_at;
    }
    bool take(QChar wanted)
    {
        skipBlanks();
        const bool isThere = here() == wanted;
        m_at += isThere ? 1 : 0;
        return isThere;
    }

    /// One more value of the object or array that is open, or its end.
    bool goOn()
    {
        const bool isObject = m_outline.m_nodes.at(m_open).kind == Kind::Object;
        if (take(isObject ? u'}' : u']')) {
            JsonOutline::Node &closed = m_outline.m_nodes[m_open];
            closed.to = m_at;
            m_open = closed.parent;
            --m_depth;
            return true;
        }
        if (!m_outline.m_nodes.at(m_open).children.isEmpty() && !take(u','))
            return false;
        skipBlanks();
        const qsizetype keyFrom = m_at;
        if (isObject && !skipText())
            return false;
        const qsizetype keyTo = m_at;
        if (isObject && !take(u':'))
            return false;
        return openValue(keyFrom, keyTo);
    }

    bool openValue(qsizetype keyFrom, qsizetype keyTo)
    {
        skipBlanks();
        if (m_outline.m_nodes.size() >= JsonOutline::maxNodes)
            return false;
        const qsizetype node = m_outline.m_nodes.size();
        const qsizetype row = m_open < 0 ? 0 : m_outline.m_nodes.at(m_open).children.size();
        m_outline.m_nodes.append({.kind = kindHere(), .from = m_at, .to = m_at, .keyFrom = keyFrom, .keyTo = keyTo, .parent = m_open, .row = row, .children = {}});
        if (m_open >= 0)
            m_outline.m_nodes[m_open].children.append(node);
        return readValue(node);
    }

    [[nodiscard]] Kind kindHere() const
    {
        if (here() == u'{')
            return Kind::Object;
        if (here() == u'[')
            return Kind::Array;
        if (here() == u'"')
            return Kind::Text;
        return here() == u'-' || here().isDigit() ? Kind::Number : Kind::Literal;
    }

    bool readValue(qsizetype node)
    {
        const Kind kind = m_outline.m_nodes.at(node).kind;
        if (kind == Kind::Object || kind == Kind::Array) {
            ++m_at;
            m_open = node;
            return ++m_depth <= JsonOutline::maxDepth;
        }
        const bool isRead = kind == Kind::Text ? skipText() : kind == Kind::Number ? skipNumber() : skipLiteral();
        m_outline.m_nodes[node].to = m_at;
        return isRead;
    }

    bool skipText()
    {
        if (here() != u'"')
            return false;
        for (++m_at; m_at < size(); ++m_at) {
            if (here() == u'"')
                return ++m_at > 0;
            if (here() == u'\\')
                ++m_at;
        }
        return false;
    }

    bool skipNumber()
    {
        static const QRegularExpression number(QStringLiteral("\\G-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"));
        const auto match = number.match(m_outline.m_text, m_at);
        m_at = match.hasMatch() ? match.capturedEnd() : m_at;
        return match.hasMatch();
    }

    bool skipLiteral()
    {
        for (const QLatin1String literal : {QLatin1String("true"), QLatin1String("false"), QLatin1String("null")}) {
            if (!QStringView(m_outline.m_text).mid(m_at).startsWith(literal))
                continue;
            m_at += literal.size();
            return true;
        }
        return false;
    }

    JsonOutline m_outline;
    qsizetype m_at = 0;
    qsizetype m_open = -1; ///< the object or array that is being read
    int m_depth = 0;
};

std::optional<JsonOutline> JsonOutline::of(const QString &text)
{
    JsonOutlineReader reader(text);
    return reader.read() ? std::optional(reader.take()) : std::nullopt;
}

QStringView JsonOutline::value(qsizetype node) const
{
    const Node &wanted = m_nodes.at(node);
    return QStringView(m_text).mid(wanted.from, wanted.to - wanted.from);
}

QString JsonOutline::name(qsizetype node) const
{
    const Node &wanted = m_nodes.at(node);
    if (wanted.keyTo > wanted.keyFrom)
        return decoded(QStringView(m_text).mid(wanted.keyFrom, wanted.keyTo - wanted.keyFrom));
    return wanted.parent < 0 ? QStringLiteral("$") : QString::number(wanted.row);
}

QString JsonOutline::path(qsizetype node) const
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    QStringList parts;
    for (qsizetype at = node; at >= 0 && m_nodes.at(at).parent >= 0; at = m_nodes.at(at).parent) {
        const QString step = name(at);
        const bool isMember = m_nodes.at(at).keyTo > m_nodes.at(at).keyFrom;
        if (!isMember)
            parts.prepend(u'[' + step + u']');
        else
            parts.prepend(plain.match(step).hasMatch() ? QString(u'.' + step) : QString(QStringLiteral("['") + QString(step).replace(u'\'', QStringLiteral("\\'")) + QStringLiteral("']")));
    }
    return u'$' + parts.join(QString());
}

QString JsonOutline::decoded(QStringView quoted)
{
    QString made;
    for (qsizetype i = 1; i + 1 < quoted.size(); ++i) {
        if (quoted.at(i) != u'\\') {
            made += quoted.at(i);
            continue;
        }
        const QChar kind = ++i + 1 < quoted.size() ? quoted.at(i) : QChar();
        static const QString letters = QStringLiteral("bfnrt");
        static const QString meant = QStringLiteral("\b\f\n\r\t");
        if (kind == u'u') {
            made += QChar(static_cast<char16_t>(quoted.mid(i + 1, 4).toUInt(nullptr, 16)));
            i += 4;
        } else if (const qsizetype letter = letters.indexOf(kind); letter >= 0) {
            made += meant.at(letter);
        } else {
            made += kind;
        }
    }
    return made;
}

} // namespace qd
