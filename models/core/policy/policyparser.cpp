#include "policy/policyparser.h"

#include "policy/csharpscan.h"
#include "policy/policydocument.h"

#include <algorithm>

namespace qd {

namespace {

bool policyNameStart(QChar c) { return c.isLetter() || c == u'_'; }
bool policyNamePart(QChar c) { return policyNameStart(c) || c.isDigit() || c == u'-' || c == u'.' || c == u':'; }
bool policySpace(QChar c) { return c == u' ' || c == u'\t' || c == u'\r' || c == u'\n'; }

bool policyAllSpace(QStringView text)
{
    return std::ranges::all_of(text, policySpace);
}

/// The code point of "#10" or "#x0A"; 0 when it is none that XML may hold.
char32_t numericEntity(QStringView name)
{
    const bool isHex = name.size() > 1 && name.at(1) == u'x';
    bool ok = false;
    const uint code = name.mid(isHex ? 2 : 1).toUInt(&ok, isHex ? 16 : 10);
    const bool isChar = code == 9 || code == 10 || code == 13 || (code >= 0x20 && code <= 0xD7FF)
        || (code >= 0xE000 && code <= 0x10FFFF);
    return ok && isChar ? code : 0;
}

char32_t entityValue(QStringView name)
{
    if (name.startsWith(u'#'))
        return numericEntity(name);
    if (name == u"lt") return U'<';
    if (name == u"gt") return U'>';
    if (name == u"amp") return U'&';
    if (name == u"quot") return U'"';
    return name == u"apos" ? U'\'' : U'\0';
}

/// True when the text is one expression and nothing else but space around it.
bool isWholeExpression(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    return isPolicyExpressionAt(trimmed, 0) && policyExpressionEnd(trimmed, 0) == trimmed.size();
}

} // namespace

PolicyParser::PolicyParser(const QString &text) : m_text(text), m_lineStarts{0}
{
    for (qsizetype i = 0; i < m_text.size(); ++i)
        if (m_text.at(i) == u'\n')
            m_lineStarts.push_back(i + 1);
}

TextPosition PolicyParser::position(qsizetype offset) const
{
    const auto after = std::ranges::upper_bound(m_lineStarts, offset);
    const auto line = std::distance(m_lineStarts.begin(), after);
    return {.line = static_cast<int>(line), .column = static_cast<int>(offset - *std::prev(after)) + 1, .offset = offset};
}

bool PolicyParser::fail(const QString &message, qsizetype at)
{
    m_error = Error{.kind = ErrorKind::Invalid, .message = message, .position = position(std::min(at, m_text.size()))};
    return false;
}

void PolicyParser::skipSpace()
{
    while (!atEnd() && policySpace(m_text.at(m_at)))
        ++m_at;
}

QString PolicyParser::takeName()
{
    const qsizetype begin = m_at;
    if (!atEnd() && policyNameStart(m_text.at(m_at)))
        while (!atEnd() && policyNamePart(m_text.at(m_at)))
            ++m_at;
    return m_text.mid(begin, m_at - begin);
}

Result<QList<PolicyNode>> PolicyParser::parse()
{
    QList<PolicyNode> nodes;
    if (m_text.size() > PolicyDocument::maxSize) {
        fail(QStringLiteral("The policy is larger than 1 MiB"), 0);
        return m_error;
    }
    if (!skipProlog() || !parseContent(nodes, 0) || !checkTop(nodes))
        return m_error;
    return nodes;
}

bool PolicyParser::skipProlog()
{
    if (m_text.startsWith(QChar(0xFEFF)))
        ++m_at;
    skipSpace();
    if (!looksAt(u"<?xml"))
        return true;
    const qsizetype end = m_text.indexOf(QLatin1StringView("?>"), m_at);
    if (end < 0)
        return fail(QStringLiteral("The XML declaration does not end"), m_at);
    m_at = end + 2;
    return true;
}

bool PolicyParser::checkTop(const QList<PolicyNode> &nodes)
{
    if (!atEnd())
        return fail(QStringLiteral("There is no open element to close here"), m_at);
    const auto stray = std::ranges::find(nodes, PolicyNode::Kind::Text, &PolicyNode::kind);
    if (stray != nodes.cend())
        return fail(QStringLiteral("Text outside the root element"), stray->position.offset);
    const auto elements = std::ranges::count(nodes, PolicyNode::Kind::Element, &PolicyNode::kind);
    if (elements == 0)
        return fail(QStringLiteral("There is no root element"), m_text.size());
    return elements == 1 || fail(QStringLiteral("There is a second root element"), nodes.constLast().position.offset);
}

bool PolicyParser::parseContent(QList<PolicyNode> &into, int depth)
{
    while (!atEnd() && !looksAt(u"</")) {
        if (++m_nodes > PolicyDocument::maxNodes)
            return fail(QStringLiteral("The policy has more than 50000 parts"), m_at);
        if (m_text.at(m_at) == u'<' ? !parseMarkup(into, depth) : [&] {
                PolicyNode node{.kind = PolicyNode::Kind::Text};
                const bool isRead = parseText(node);
                if (isRead && !policyAllSpace(node.text))
                    into.append(node);
                return !isRead;
            }())
            return false;
    }
    return true;
}

bool PolicyParser::parseMarkup(QList<PolicyNode> &into, int depth)
{
    PolicyNode node;
    node.position = position(m_at);
    bool isRead = false;
    if (looksAt(u"<!--"))
        isRead = parseComment(node);
    else if (looksAt(u"<![CDATA["))
        isRead = parseCData(node);
    else if (looksAt(u"<!") || looksAt(u"<?"))
        return fail(QStringLiteral("Document types and processing instructions are not allowed"), m_at);
    else
        isRead = parseElement(node, depth);
    node.end = m_at;
    if (isRead)
        into.append(std::move(node));
    return isRead;
}

bool PolicyParser::parseComment(PolicyNode &node)
{
    const qsizetype end = m_text.indexOf(QLatin1StringView("-->"), m_at + 4);
    if (end < 0)
        return fail(QStringLiteral("The comment does not end"), m_at);
    node.kind = PolicyNode::Kind::Comment;
    node.text = m_text.mid(m_at + 4, end - m_at - 4);
    m_at = end + 3;
    return true;
}

bool PolicyParser::parseCData(PolicyNode &node)
{
    const qsizetype end = m_text.indexOf(QLatin1StringView("]]>"), m_at);
    if (end < 0)
        return fail(QStringLiteral("The CDATA section does not end"), m_at);
    node.kind = PolicyNode::Kind::Text;
    node.text = m_text.mid(m_at + 9, end - m_at - 9);
    node.isExpression = isWholeExpression(node.text);
    m_at = end + 3;
    return true;
}

bool PolicyParser::parseElement(PolicyNode &node, int depth)
{
    const qsizetype begin = m_at++;
    node.name = takeName();
    if (node.name.isEmpty())
        return fail(QStringLiteral("An element's name is expected after '<' (write &lt; for the sign itself)"), begin);
    if (depth >= PolicyDocument::maxDepth)
        return fail(QStringLiteral("The policy nests deeper than 100 levels"), begin);
    if (!parseAttributes(node))
        return false;
    if (looksAt(u"/>")) {
        m_at += 2;
        node.innerBegin = node.innerEnd = m_at;
        return true;
    }
    node.innerBegin = ++m_at;
    if (!parseContent(node.children, depth + 1))
        return false;
    node.innerEnd = m_at;
    return parseClosing(node);
}

bool PolicyParser::parseClosing(const PolicyNode &node)
{
    const qsizetype begin = m_at;
    if (atEnd())
        return fail(QStringLiteral("The element '%1' of line %2 is not closed").arg(node.name).arg(node.position.line), begin);
    m_at += 2;
    const QString name = takeName();
    skipSpace();
    if (name != node.name || atEnd() || m_text.at(m_at) != u'>')
        return fail(QStringLiteral("The element '%1' of line %2 is closed by '%3'").arg(node.name).arg(node.position.line).arg(name), begin);
    ++m_at;
    return true;
}

bool PolicyParser::parseAttributes(PolicyNode &node)
{
    for (;;) {
        const bool isApart = !atEnd() && policySpace(m_text.at(m_at));
        skipSpace();
        if (atEnd())
            return fail(QStringLiteral("The tag of '%1' does not end").arg(node.name), node.position.offset);
        if (m_text.at(m_at) == u'>' || looksAt(u"/>"))
            return true;
        if (!isApart)
            return fail(QStringLiteral("A space is missing before an attribute"), m_at);
        if (!parseAttribute(node))
            return false;
    }
}

bool PolicyParser::parseAttribute(PolicyNode &node)
{
    PolicyAttribute attribute{.position = position(m_at)};
    const qsizetype begin = m_at;
    attribute.name = takeName();
    if (attribute.name.isEmpty())
        return fail(QStringLiteral("An attribute's name is expected"), begin);
    if (std::ranges::find(node.attributes, attribute.name, &PolicyAttribute::name) != node.attributes.cend())
        return fail(QStringLiteral("The attribute '%1' is given twice").arg(attribute.name), begin);
    skipSpace();
    if (!looksAt(u"="))
        return fail(QStringLiteral("The attribute '%1' has no value").arg(attribute.name), begin);
    ++m_at;
    skipSpace();
    if (!looksAt(u"\"") && !looksAt(u"'"))
        return fail(QStringLiteral("The value of '%1' is not in quotes").arg(attribute.name), m_at);
    if (!parseValue(attribute, m_text.at(m_at)))
        return false;
    node.attributes.append(attribute);
    return true;
}

bool PolicyParser::parseValue(PolicyAttribute &attribute, QChar quote)
{
    const qsizetype begin = m_at++;
    const QString stops = QString(quote) + u'<';
    while (!atEnd() && m_text.at(m_at) != quote) {
        if (m_text.at(m_at) == u'<')
            return fail(QStringLiteral("'<' inside the value of '%1' (write &lt;)").arg(attribute.name), m_at);
        if (!appendPiece(attribute.value, stops))
            return false;
    }
    if (atEnd())
        return fail(QStringLiteral("The value of '%1' does not end").arg(attribute.name), begin);
    attribute.isExpression = isWholeExpression(QStringView(m_text).mid(begin + 1, m_at - begin - 1))
        || isWholeExpression(attribute.value);
    ++m_at;
    return true;
}

bool PolicyParser::parseText(PolicyNode &node)
{
    const qsizetype begin = m_at;
    while (!atEnd() && m_text.at(m_at) != u'<')
        if (!appendPiece(node.text, u"<"))
            return false;
    const QStringView passed = QStringView(m_text).mid(begin, m_at - begin);
    const auto skipped = std::distance(passed.begin(), std::ranges::find_if_not(passed, policySpace));
    node.position = position(std::min(begin + skipped, m_at));
    node.isExpression = isWholeExpression(node.text);
    node.end = m_at;
    return true;
}

// One expression, one entity, or everything up to the next of them or a stop.
bool PolicyParser::appendPiece(QString &into, QStringView stops)
{
    if (isPolicyExpressionAt(m_text, m_at)) {
        const qsizetype end = policyExpressionEnd(m_text, m_at);
        if (end < 0)
            return fail(QStringLiteral("The expression that begins here does not end: check its brackets and quotes"), m_at);
        into += QStringView(m_text).mid(m_at, end - m_at);
        m_at = end;
        return true;
    }
    if (m_text.at(m_at) == u'&')
        return appendEntity(into);
    const qsizetype begin = m_at++;
    while (!atEnd() && m_text.at(m_at) != u'&' && !stops.contains(m_text.at(m_at)) && !isPolicyExpressionAt(m_text, m_at))
        ++m_at;
    into += QStringView(m_text).mid(begin, m_at - begin);
    return true;
}

bool PolicyParser::appendEntity(QString &into)
{
    const qsizetype end = QStringView(m_text).mid(m_at, 12).indexOf(u';');
    const QStringView name = QStringView(m_text).mid(m_at + 1, std::max<qsizetype>(end - 1, 0));
    const char32_t value = end > 0 ? entityValue(name) : 0;
    if (value == 0)
        return fail(QStringLiteral("'&' begins an entity that XML does not know (write &amp; for the sign itself)"), m_at);
    into += QChar::fromUcs4(value);
    m_at += end + 1;
    return true;
}

} // namespace qd
