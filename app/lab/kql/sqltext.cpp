#include "kql/sqltext.h"

namespace qd::lab {

namespace {

QString doubledQuotes(const QString &text, QChar quote)
{
    QString doubled;
    doubled.reserve(text.size() + 2);
    doubled += quote;
    for (const QChar c : text) {
        doubled += c;
        if (c == quote)
            doubled += quote;
    }
    doubled += quote;
    return doubled;
}

} // namespace

QString sqlName(const QString &name) { return doubledQuotes(name, u'"'); }
QString sqlText(const QString &text) { return doubledQuotes(text, u'\''); }

} // namespace qd::lab
