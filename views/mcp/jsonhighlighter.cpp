#include "mcp/jsonhighlighter.h"

#include <QRegularExpression>

namespace qd {

namespace {

constexpr qsizetype longestColouredLine = 4000;

} // namespace

JsonHighlighter::JsonHighlighter(const Theme &theme, QTextDocument *document) : QSyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

/// Colours are those of series: they are told apart without them, by quotes and places.
void JsonHighlighter::highlightBlock(const QString &text)
{
    static const QRegularExpression token(QStringLiteral("(\"(?:[^\"\\\\]|\\\\.)*\")(\\s*:)?|-?\\b\\d[\\d.eE+-]*|\\b(?:true|false|null)\\b"));
    const Tokens &tokens = m_theme.tokens();
    if (tokens.isHighContrast || text.size() > longestColouredLine)
        return;
    for (auto found = token.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        const bool isText = match.capturedLength(1) > 0;
        const bool isName = match.capturedLength(2) > 0;
        const QColor colour = isName ? tokens.accent : isText ? tokens.series(tokens.isDark ? SeriesRole::Tool : SeriesRole::Dependency)
                                                              : tokens.series(tokens.isDark ? SeriesRole::Evaluation : SeriesRole::Gateway);
        setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(isText ? match.capturedLength(1) : match.capturedLength()), colour);
    }
}

} // namespace qd
