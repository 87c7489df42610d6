#include "mcp/jsontext.h"

namespace qd {

namespace {

constexpr int deepestIndent = 64;

/// Gives the place after the string that begins at `at`.
qsizetype jsonStringEnd(const QString &text, qsizetype at)
{
    for (++at; at < text.size() && text.at(at) != u'"'; ++at)
        if (text.at(at) == u'\\')
            ++at;
    return std::min(at + 1, text.size());
}

void breakLine(QString &made, int depth)
{
    made += u'\n';
    made += QString(2 * qBound(0, depth, deepestIndent), u' ');
}

} // namespace

QString indentedJson(const QString &text, qsizetype limit)
{
    QString made;
    int depth = 0;
    for (qsizetype at = 0; at < text.size() && made.size() <= limit;) {
        const QChar c = text.at(at);
        if (c == u'"') {
            const qsizetype end = jsonStringEnd(text, at);
            made += QStringView(text).mid(at, end - at);
            at = end;
            continue;
        }
        ++at;
        if (c.isSpace())
            continue;
        const bool isClosing = c == u'}' || c == u']';
        const bool isEmpty = isClosing && !made.isEmpty() && (made.back() == u'{' || made.back() == u'[');
        if (isClosing)
            --depth;
        if (isClosing && !isEmpty)
            breakLine(made, depth);
        made += c;
        if (c == u':')
            made += u' ';
        if (c == u',')
            breakLine(made, depth);
        if (c != u'{' && c != u'[')
            continue;
        ++depth;
        while (at < text.size() && text.at(at).isSpace())
            ++at;
        if (at < text.size() && text.at(at) != u'}' && text.at(at) != u']')
            breakLine(made, depth);
    }
    return made.size() > limit ? QString(made.left(limit) + u'…') : made;
}

} // namespace qd
