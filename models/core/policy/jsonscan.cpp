#include "policy/jsonscan.h"

#include <QStringView>

namespace qd::jsonscan {

namespace {

constexpr int jsonMaxDepth = 64;
constexpr qsizetype jsonMaxSize = 1024 * 1024;

bool jsonBlank(QChar c) { return c == u' ' || c == u'\t' || c == u'\r' || c == u'\n'; }
bool jsonDigit(QChar c) { return c >= u'0' && c <= u'9'; }

/// Walks one JSON value; false where it is not JSON. What it passed is [from, at()).
class JsonWalker
{
public:
    JsonWalker(QStringView text, QString *compacted) : m_text(text), m_compacted(compacted) {}

    bool value(int depth = 0);
    bool atEnd()
    {
        blanks();
        return m_at == m_text.size();
    }
    [[nodiscard]] qsizetype at() const { return m_at; }
    bool take(QChar c);
    bool string();
    void blanks();

private:
    bool object(int depth);
    bool array(int depth);
    bool number();
    bool digits();
    bool escape();
    bool word(QStringView wanted);
    void keep(qsizetype begin);

    QStringView m_text;
    QString *m_compacted;
    qsizetype m_at = 0;
};

void JsonWalker::blanks()
{
    while (m_at < m_text.size() && jsonBlank(m_text.at(m_at)))
        ++m_at;
}

void JsonWalker::keep(qsizetype begin)
{
    if (m_compacted)
        *m_compacted += m_text.mid(begin, m_at - begin);
}

bool JsonWalker::take(QChar c)
{
    blanks();
    if (m_at >= m_text.size() || m_text.at(m_at) != c)
        return false;
    ++m_at;
    keep(m_at - 1);
    return true;
}

bool JsonWalker::value(int depth)
{
    blanks();
    if (m_at >= m_text.size() || depth > jsonMaxDepth)
        return false;
    switch (m_text.at(m_at).unicode()) {
    case u'{': return object(depth);
    case u'[': return array(depth);
    case u'"': return string();
    case u't': return word(u"true");
    case u'f': return word(u"false");
    case u'n': return word(u"null");
    default: return number();
    }
}

bool JsonWalker::object(int depth)
{
    take(u'{');
    if (take(u'}'))
        return true;
    do {
        blanks();
        if (!string() || !take(u':') || !value(depth + 1))
            return false;
    } while (take(u','));
    return take(u'}');
}

bool JsonWalker::array(int depth)
{
    take(u'[');
    if (take(u']'))
        return true;
    do {
        if (!value(depth + 1))
            return false;
    } while (take(u','));
    return take(u']');
}

bool JsonWalker::string()
{
    const qsizetype begin = m_at;
    if (m_at >= m_text.size() || m_text.at(m_at) != u'"')
        return false;
    for (++m_at; m_at < m_text.size(); ++m_at) {
        const QChar c = m_text.at(m_at);
        if (c == u'"') {
            ++m_at;
            keep(begin);
            return true;
        }
        if (c < QChar(0x20))
            return false;
        if (c == u'\\' && !escape())
            return false;
    }
    return false;
}

// From the backslash to the last character of the escape.
bool JsonWalker::escape()
{
    if (++m_at >= m_text.size() || !QStringView(u"\"\\/bfnrtu").contains(m_text.at(m_at)))
        return false;
    if (m_text.at(m_at) != u'u')
        return true;
    bool ok = false;
    const QStringView digits = m_text.mid(m_at + 1, 4);
    [[maybe_unused]] const ushort unit = digits.toUShort(&ok, 16);
    m_at += 4;
    return ok && digits.size() == 4;
}

bool JsonWalker::digits()
{
    const qsizetype begin = m_at;
    while (m_at < m_text.size() && jsonDigit(m_text.at(m_at)))
        ++m_at;
    return m_at > begin;
}

bool JsonWalker::number()
{
    const qsizetype begin = m_at;
    const auto skip = [this](QStringView any) {
        const bool is = m_at < m_text.size() && any.contains(m_text.at(m_at));
        m_at += is ? 1 : 0;
        return is;
    };
    skip(u"-");
    if (!digits() || (skip(u".") && !digits()))
        return false;
    if (skip(u"eE")) {
        skip(u"+-");
        if (!digits())
            return false;
    }
    keep(begin);
    return true;
}

bool JsonWalker::word(QStringView wanted)
{
    if (!m_text.mid(m_at).startsWith(wanted))
        return false;
    m_at += wanted.size();
    keep(m_at - wanted.size());
    return true;
}

QChar simpleEscape(QChar c)
{
    switch (c.unicode()) {
    case u'n': return u'\n';
    case u't': return u'\t';
    case u'r': return u'\r';
    case u'b': return u'\b';
    case u'f': return u'\f';
    default: return c == u'"' || c == u'\\' || c == u'/' ? c : QChar();
    }
}

QString unicodeEscape(QChar c)
{
    return QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
}

QString escapedChar(QChar c)
{
    switch (c.unicode()) {
    case u'"': return QStringLiteral("\\\"");
    case u'\\': return QStringLiteral("\\\\");
    case u'\n': return QStringLiteral("\\n");
    case u'\r': return QStringLiteral("\\r");
    case u'\t': return QStringLiteral("\\t");
    default: return c < QChar(0x20) ? unicodeEscape(c) : QString(c);
    }
}

} // namespace

std::optional<QString> compact(const QString &json)
{
    QString compacted;
    JsonWalker walker(json, &compacted);
    if (json.size() > jsonMaxSize || !walker.value() || !walker.atEnd())
        return std::nullopt;
    return compacted;
}

std::optional<QList<QString>> elements(const QString &json)
{
    QList<QString> found;
    JsonWalker walker(json, nullptr);
    if (!compact(json) || !walker.take(u'['))
        return std::nullopt;
    if (walker.take(u']'))
        return found;
    do {
        walker.blanks();
        const qsizetype begin = walker.at();
        walker.value();
        found.append(json.mid(begin, walker.at() - begin));
    } while (walker.take(u','));
    return found;
}

std::optional<QList<std::pair<QString, QString>>> members(const QString &json)
{
    QList<std::pair<QString, QString>> found;
    JsonWalker walker(json, nullptr);
    if (!compact(json) || !walker.take(u'{'))
        return std::nullopt;
    if (walker.take(u'}'))
        return found;
    do {
        walker.blanks();
        const qsizetype name = walker.at();
        walker.string();
        const QString key = json.mid(name, walker.at() - name);
        walker.take(u':');
        walker.blanks();
        const qsizetype begin = walker.at();
        walker.value();
        found.append({decoded(key).value_or(QString()), json.mid(begin, walker.at() - begin)});
    } while (walker.take(u','));
    return found;
}

std::optional<QString> decoded(const QString &json)
{
    if (json.size() < 2 || !json.startsWith(u'"') || !compact(json))
        return std::nullopt;
    QString text;
    for (qsizetype i = 1; i + 1 < json.size(); ++i) {
        if (json.at(i) != u'\\') {
            text += json.at(i);
            continue;
        }
        ++i;
        const bool isUnicode = json.at(i) == u'u';
        text += isUnicode ? QChar(json.mid(i + 1, 4).toUShort(nullptr, 16)) : simpleEscape(json.at(i));
        i += isUnicode ? 4 : 0;
    }
    return text;
}

QString encoded(const QString &text)
{
    QString json = QStringLiteral("\"");
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            json += QStringView(text).mid(i++, 2);
        else
            json += c.isSurrogate() || c == QChar(0xFFFE) || c == QChar(0xFFFF) ? unicodeEscape(c) : escapedChar(c);
    }
    return json + u'"';
}

} // namespace qd::jsonscan
