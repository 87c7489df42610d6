#include "widgets/codehighlighter.h"

namespace qd {

namespace {

constexpr int codeRunProperty = QTextFormat::UserProperty + 1;

bool codeJoins(QChar c)
{
    return QStringView(u"=!<>-|&:~*+/.").contains(c);
}

} // namespace

void CodeHighlighter::highlightBlock(const QString &text)
{
    for (int i = 0; i < text.size(); ++i) {
        if (!codeJoins(text.at(i)))
            continue;
        QTextCharFormat format;
        format.setProperty(codeRunProperty, i);
        setFormat(i, 1, format);
    }
}

} // namespace qd
