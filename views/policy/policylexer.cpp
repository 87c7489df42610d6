#include "policy/policylexer.h"

#include "policy/csharpscan.h"
#include "theme/type.h"

#include <Qsci/qsciscintilla.h>

namespace qd {

PolicyLexer::PolicyLexer(QObject *parent) : QsciLexerCustom(parent)
{
    setDefaultFont(editorFont());
    for (int style = 0; style < StyleCount; ++style)
        setFont(editorFont(), style);
}

void PolicyLexer::setTokens(const Tokens &tokens)
{
    setDefaultPaper(tokens.surface);
    setDefaultColor(tokens.text);
    for (int style = 0; style < StyleCount; ++style)
        setPaper(style == Expression ? tokens.raised : tokens.surface, style);
    setColor(tokens.text, Plain);
    setColor(tokens.accent, Tag);
    setColor(tokens.text2, Attribute);
    setColor(tokens.text, Value);
    setColor(tokens.isHighContrast ? tokens.text : tokens.series(tokens.isDark ? SeriesRole::Evaluation : SeriesRole::Gateway), Expression);
    setColor(tokens.text3, Comment);
}

QString PolicyLexer::description(int style) const
{
    static const QStringList names{tr("Text"), tr("Element"), tr("Attribute"), tr("Value"), tr("Expression"), tr("Comment")};
    return names.value(style);
}

void PolicyLexer::put(QStringView piece, Style style)
{
    setStyling(static_cast<int>(piece.toUtf8().size()), style);
}

// The whole text each time: an expression may have been opened far above.
void PolicyLexer::styleText(int, int)
{
    const QString text = editor() ? editor()->text() : QString();
    startStyling(0);
    if (text.size() > maxBytes)
        return put(text, Plain);
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype begin = at;
        if (QStringView(text).mid(at).startsWith(u"<!--")) {
            const qsizetype end = text.indexOf(QLatin1StringView("-->"), at);
            at = end < 0 ? text.size() : end + 3;
            put(QStringView(text).mid(begin, at - begin), Comment);
        } else if (text.at(at) == u'<') {
            styleTag(text, at);
        } else if (const qsizetype end = policyExpressionEnd(text, at); end > 0) {
            at = end;
            put(QStringView(text).mid(begin, at - begin), Expression);
        } else {
            while (++at < text.size() && text.at(at) != u'<' && !isPolicyExpressionAt(text, at)) { }
            put(QStringView(text).mid(begin, at - begin), Plain);
        }
    }
}

void PolicyLexer::styleTag(const QString &text, qsizetype &at)
{
    qsizetype begin = at;
    while (at < text.size() && !text.at(at).isSpace() && text.at(at) != u'>')
        ++at;
    put(QStringView(text).mid(begin, at - begin), Tag);
    while (at < text.size() && text.at(at) != u'>' && text.at(at) != u'<') {
        begin = at;
        const QChar c = text.at(at);
        if (c != u'"' && c != u'\'') {
            while (++at < text.size() && !QStringView(u"\"'<>").contains(text.at(at))) { }
            put(QStringView(text).mid(begin, at - begin), Attribute);
            continue;
        }
        const qsizetype expression = policyExpressionEnd(text, at + 1);
        const qsizetype close = text.indexOf(c, expression > 0 ? expression : at + 1);
        at = close < 0 ? text.size() : close + 1;
        put(QStringView(text).mid(begin, at - begin), expression > 0 ? Expression : Value);
    }
    if (at < text.size() && text.at(at) == u'>') {
        ++at;
        put(u">", Tag);
    }
}

} // namespace qd
