#include "mcp/jsontext.h"

#include <algorithm>

namespace qd {

namespace {

constexpr int deepestIndent = 64;

void appendIndent(QString &out, int depth)
{
    out += u'\n';
    out += QString(2 * std::min(depth, deepestIndent), u' ');
}

/// The string from `at` on, quotes included, as written; moves `at` behind it.
QStringView rawString(QStringView text, qsizetype &at)
{
    const qsizetype from = at++;
    while (at < text.size() && text[at] != u'"')
        at += text[at] == u'\\' ? 2 : 1;
    at = std::min(at + 1, text.size());
    return text.mid(from, at - from);
}

} // namespace

QString indentedJson(const QString &whole, qsizetype limit)
{
    const bool isCut = whole.size() > limit;
    const QString text = isCut ? whole.left(limit) : whole;
    const QString start = text.left(64).trimmed();
    if (!start.startsWith(u'{') && !start.startsWith(u'['))
        return isCut ? text % u'…' : text;
    QString out;
    int depth = 0;
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text[at];
        if (c.isSpace()) {
            ++at;
            continue;
        }
        const bool isClosing = c == u'}' || c == u']';
        const bool wasOpened = out.endsWith(u'{') || out.endsWith(u'[');
        depth -= isClosing && depth > 0 ? 1 : 0;
        if (wasOpened != isClosing && (wasOpened || isClosing))
            appendIndent(out, depth);
        if (c == u'"') {
            out += rawString(text, at);
            continue;
        }
        ++at;
        out += c;
        depth += c == u'{' || c == u'[' ? 1 : 0;
        if (c == u',')
            appendIndent(out, depth);
        else if (c == u':')
            out += u' ';
    }
    return isCut ? out % u'…' : out;
}

} // namespace qd
