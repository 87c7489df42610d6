#include "policy/policydocument.h"

#include "policy/policyparser.h"

#include <algorithm>

namespace qd {

namespace {

bool xmlMayHold(QChar c)
{
    return c >= QChar(0x20) ? c != QChar(0xFFFE) && c != QChar(0xFFFF) : c == u'\t' || c == u'\n' || c == u'\r';
}

QString xmlEntity(QChar c, QChar quote)
{
    if (c == u'<') return QStringLiteral("&lt;");
    if (c == u'>') return QStringLiteral("&gt;");
    if (c == u'&') return QStringLiteral("&amp;");
    if (!quote.isNull() && c == quote)
        return c == u'"' ? QStringLiteral("&quot;") : QStringLiteral("&apos;");
    return xmlMayHold(c) ? QString(c) : QString(QChar::ReplacementCharacter);
}

} // namespace

Result<PolicyDocument> PolicyDocument::parse(const QString &text)
{
    auto nodes = PolicyParser(text).parse();
    if (!nodes)
        return nodes.error();
    PolicyDocument document;
    document.m_text = text;
    document.m_nodes = std::move(*nodes);
    return document;
}

const PolicyNode &PolicyDocument::root() const
{
    static const PolicyNode none;
    const auto found = std::ranges::find(m_nodes, PolicyNode::Kind::Element, &PolicyNode::kind);
    return found == m_nodes.cend() ? none : *found;
}

QString applyPolicyEdit(const QString &text, const PolicyEdit &edit)
{
    return text.left(edit.begin) + edit.text + text.mid(edit.end);
}

QString escapedXml(QStringView text, QChar quote)
{
    QString escaped;
    escaped.reserve(text.size());
    for (const QChar c : text)
        escaped += xmlEntity(c, quote);
    return escaped;
}

} // namespace qd
