#include "mcpauth/plainwords.h"

namespace qd::oauth {

namespace {
constexpr qsizetype longestWords = 300;
}

QString plainWords(QString text)
{
    text.truncate(longestWords);
    for (QChar &c : text)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    return text.simplified();
}

} // namespace qd::oauth
