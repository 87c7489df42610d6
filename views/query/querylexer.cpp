#include "query/querylexer.h"

#include "kql/assist.h"
#include "theme/type.h"

#include <Qsci/qsciscintilla.h>

#include <algorithm>

namespace qd {

namespace {

QueryLexer::Style styleOf(kql::HighlightKind kind)
{
    switch (kind) {
    case kql::HighlightKind::Comment: return QueryLexer::Comment;
    case kql::HighlightKind::String: return QueryLexer::String;
    case kql::HighlightKind::Number: return QueryLexer::Number;
    case kql::HighlightKind::Keyword: return QueryLexer::Keyword;
    case kql::HighlightKind::Operator: return QueryLexer::Operator;
    case kql::HighlightKind::Function: return QueryLexer::Function;
    case kql::HighlightKind::Table: return QueryLexer::TableName;
    case kql::HighlightKind::Column: return QueryLexer::ColumnName;
    case kql::HighlightKind::Let: return QueryLexer::LetName;
    case kql::HighlightKind::Parameter: return QueryLexer::Parameter;
    case kql::HighlightKind::Error: return QueryLexer::Wrong;
    }
    return QueryLexer::Plain;
}

/// A series colour as ink: dark enough on light paper, light enough on dark paper.
QColor ink(const Tokens &tokens, SeriesRole dark, SeriesRole light)
{
    return tokens.isHighContrast ? tokens.text : tokens.series(tokens.isDark ? dark : light);
}

} // namespace

QueryLexer::QueryLexer(QObject *parent) : QsciLexerCustom(parent)
{
    QFont plain = editorFont(TextSize::Body);
    QFont strong = plain;
    strong.setWeight(QFont::DemiBold);
    QFont slanted = plain;
    slanted.setItalic(true);
    setDefaultFont(plain);
    for (int style = 0; style < StyleCount; ++style)
        setFont(style == Keyword || style == TableName ? strong : style == Comment ? slanted : plain, style);
}

void QueryLexer::setTokens(const Tokens &tokens)
{
    setDefaultPaper(tokens.surface);
    setDefaultColor(tokens.text);
    for (int style = 0; style < StyleCount; ++style) {
        setPaper(tokens.surface, style);
        setColor(tokens.text, style);
    }
    setColor(tokens.text3, Comment);
    setColor(ink(tokens, SeriesRole::Tool, SeriesRole::Dependency), String);
    setColor(ink(tokens, SeriesRole::Gateway, SeriesRole::Gateway), Number);
    setColor(tokens.accent, Keyword);
    setColor(tokens.text2, Operator);
    setColor(tokens.text2, OtherOperator);
    setColor(ink(tokens, SeriesRole::Evaluation, SeriesRole::Agent), Function);
    setColor(ink(tokens, SeriesRole::Policy, SeriesRole::Policy), TableName);
    setColor(ink(tokens, SeriesRole::Gateway, SeriesRole::Gateway), LetName);
    setColor(ink(tokens, SeriesRole::Gateway, SeriesRole::Gateway), Parameter);
    setColor(tokens.text, Wrong);
}

QString QueryLexer::description(int style) const
{
    static const QStringList names{tr("Text"), tr("Comment"), tr("String"), tr("Number"), tr("Keyword"), tr("Operator"), tr("Operator"), tr("Function"),
                                   tr("Table"), tr("Column"), tr("Let"), tr("Parameter"), tr("Mistake")};
    return names.value(style);
}

// The whole text each time: a comment or a let may begin far above.
void QueryLexer::styleText(int, int)
{
    const QString text = editor() ? editor()->text() : QString();
    startStyling(0);
    const auto put = [this, &text](qsizetype from, qsizetype to, Style style) {
        if (to > from)
            setStyling(static_cast<int>(QStringView(text).mid(from, to - from).toUtf8().size()), style);
    };
    if (text.size() > maxLength)
        return put(0, text.size(), Plain);
    qsizetype done = 0;
    for (const kql::Highlight &found : kql::highlight(text, m_catalog)) {
        const qsizetype from = std::clamp(found.range.from, done, text.size());
        const qsizetype to = std::clamp(found.range.to, from, text.size());
        put(done, from, Plain);
        const Style style = styleOf(found.kind);
        // The font joins "==" into one sign unless each character is a run of its own: in a query every one counts.
        for (qsizetype at = from; style == Operator && at < to; ++at)
            put(at, at + 1, (at - from) % 2 == 0 ? Operator : OtherOperator);
        if (style != Operator)
            put(from, to, style);
        done = to;
    }
    put(done, text.size(), Plain);
}

} // namespace qd
