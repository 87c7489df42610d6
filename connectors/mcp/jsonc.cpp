#include "mcp/jsonc.h"

namespace qd {

namespace {

void blank(QByteArray &text, qsizetype from, qsizetype to)
{
    for (qsizetype at = from; at < to && at < text.size(); ++at)
        if (text.at(at) != '\n')
            text[at] = ' ';
}

qsizetype commentEnd(const QByteArray &text, qsizetype at)
{
    const bool isLine = text.at(at + 1) == '/';
    const qsizetype end = isLine ? text.indexOf('\n', at) : text.indexOf("*/", at + 2);
    return end < 0 ? text.size() : end + (isLine ? 0 : 2);
}

} // namespace

QByteArray withoutComments(QByteArray text)
{
    qsizetype comma = -1; ///< the last thing that was seen, when it is a comma
    for (qsizetype at = 0; at < text.size();) {
        const char c = text.at(at);
        if (c == '/' && at + 1 < text.size() && (text.at(at + 1) == '/' || text.at(at + 1) == '*')) {
            const qsizetype end = commentEnd(text, at);
            blank(text, at, end);
            at = end;
        } else if (c == '"') {
            for (++at; at < text.size() && text.at(at) != '"'; ++at)
                if (text.at(at) == '\\')
                    ++at;
            ++at;
            comma = -1;
        } else {
            if ((c == '}' || c == ']') && comma >= 0)
                text[comma] = ' ';
            if (c == ',')
                comma = at;
            else if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
                comma = -1;
            ++at;
        }
    }
    return text;
}

} // namespace qd
