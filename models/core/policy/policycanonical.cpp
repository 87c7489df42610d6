#include "policy/policycanonical.h"

#include "policy/jsonscan.h"

#include <QStringList>

#include <algorithm>

namespace qd {

namespace {

QString canonicalIndent(int depth) { return QString(static_cast<qsizetype>(depth) * 4, u' '); }

QString withLineFeeds(QString text)
{
    return text.replace(QLatin1StringView("\r\n"), QLatin1StringView("\n")).replace(u'\r', u'\n');
}

qsizetype leadingBlanks(const QString &line)
{
    const auto first = std::ranges::find_if_not(line, [](QChar c) { return c == u' '; });
    return std::distance(line.cbegin(), first);
}

QString withoutTrailingBlanks(QString line)
{
    while (line.endsWith(u' '))
        line.chop(1);
    return line;
}

/// Lines after the first lose the indent they share and get `indent` instead; blanks at their ends go.
QString reindented(const QString &text, const QString &indent)
{
    QStringList lines = withLineFeeds(text.trimmed()).replace(u'\t', QLatin1StringView("    ")).split(u'\n');
    qsizetype shared = text.size();
    for (qsizetype i = 1; i < lines.size(); ++i)
        if (!lines.at(i).trimmed().isEmpty())
            shared = std::min(shared, leadingBlanks(lines.at(i)));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = withoutTrailingBlanks(i == 0 ? lines.at(i) : lines.at(i).mid(shared));
        lines[i] = i == 0 || line.isEmpty() ? line : indent + line;
    }
    return lines.join(u'\n');
}

/// A JSON array with one element a line, when the text is one with more than one element.
QString spreadArray(const QString &text, const QString &indent)
{
    const auto parts = text.startsWith(u'[') ? jsonscan::elements(text) : std::nullopt;
    if (!parts || parts->size() < 2)
        return text;
    QStringList compacted;
    for (const QString &part : *parts)
        compacted.append(jsonscan::compact(part).value_or(part));
    return QStringLiteral("[\n%1%2\n%1]").arg(indent, compacted.join(QLatin1StringView(",\n") + indent));
}

QString canonicalAttribute(const PolicyAttribute &attribute, int depth)
{
    if (attribute.isExpression)
        return attribute.name + QLatin1StringView("=\"") + reindented(attribute.value, canonicalIndent(depth)) + u'"';
    const QChar quote = attribute.value.contains(u'"') && !attribute.value.contains(u'\'') ? u'\'' : u'"';
    const QString value = escapedXml(withLineFeeds(attribute.value), quote);
    return attribute.name + u'=' + quote + spreadArray(value, canonicalIndent(depth + 1)) + quote;
}

QString openingTag(const PolicyNode &node, int depth)
{
    QString tag = u'<' + node.name;
    for (const PolicyAttribute &attribute : node.attributes)
        tag += u' ' + canonicalAttribute(attribute, depth);
    return tag;
}

QString canonicalText(const PolicyNode &node, int depth)
{
    const QString text = reindented(node.text, canonicalIndent(depth));
    return node.isExpression ? text : escapedXml(text);
}

} // namespace

QString canonicalPolicyNode(const PolicyNode &node, int depth)
{
    const QString indent = canonicalIndent(depth);
    if (node.kind == PolicyNode::Kind::Comment)
        return indent + QLatin1StringView("<!-- ") + reindented(node.text, indent) + QLatin1StringView(" -->\n");
    if (node.kind == PolicyNode::Kind::Text)
        return indent + canonicalText(node, depth) + u'\n';
    const QString tag = indent + openingTag(node, depth);
    if (node.children.isEmpty())
        return tag + QLatin1StringView(" />\n");
    const QString closing = QLatin1StringView("</") + node.name + QLatin1StringView(">\n");
    if (node.children.size() == 1 && node.children.constFirst().kind == PolicyNode::Kind::Text)
        return tag + u'>' + canonicalText(node.children.constFirst(), depth) + closing;
    QString below;
    for (const PolicyNode &child : node.children)
        below += canonicalPolicyNode(child, depth + 1);
    return tag + QLatin1StringView(">\n") + below + indent + closing;
}

QString canonicalPolicy(const PolicyDocument &document)
{
    QString text;
    for (const PolicyNode &node : document.nodes())
        text += canonicalPolicyNode(node);
    return text;
}

QString canonicalPolicyText(const QString &text)
{
    const auto document = PolicyDocument::parse(text);
    return document ? canonicalPolicy(*document) : withLineFeeds(text);
}

bool isSamePolicy(const QString &left, const QString &right)
{
    return left == right || canonicalPolicyText(left) == canonicalPolicyText(right);
}

} // namespace qd
