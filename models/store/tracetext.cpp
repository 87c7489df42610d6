#include "tracetext.h"

#include "format.h"

#include <QLocale>
#include <QStringList>

namespace qd::tracetext {

namespace {

bool isHiddenCharacter(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    default: return false;
    }
}

QString cut(QString text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    const bool splitsPair = limit > 1 && text.at(limit - 2).isHighSurrogate();
    text.truncate(limit - (splitsPair ? 2 : 1));
    return text + u'…';
}

QString grouped(qint64 number)
{
    QString digits = QString::number(number);
    for (qsizetype at = digits.size() - 3; at > (number < 0 ? 1 : 0); at -= 3)
        digits.insert(at, u',');
    return digits;
}

} // namespace

QString plain(const QString &text, qsizetype limit)
{
    QString out = cut(text, limit);
    for (QChar &c : out) {
        if (c == u'\n' || c == u'\t' || c == u'\r')
            c = u' ';
        else if (isHiddenCharacter(c))
            c = QChar(QChar::ReplacementCharacter);
    }
    return out;
}

QString plainBlock(const QString &text, qsizetype limit)
{
    QString out = cut(text, limit);
    for (QChar &c : out)
        if (c != u'\n' && c != u'\t' && isHiddenCharacter(c))
            c = QChar(QChar::ReplacementCharacter);
    return out;
}

QString shortId(const TraceId &id)
{
    const QString text = plain(id.value, 64);
    return text.size() <= 12 ? text : text.left(4) + u'…' + text.right(4);
}

QString tokens(qint64 input, qint64 output) { return grouped(input) + u'→' + grouped(output) + QStringLiteral(" tok"); }

QString sideText(const Span &span)
{
    if (span.role == SpanRole::Model && (span.inputTokens || span.outputTokens))
        return tokens(span.inputTokens.value_or(0), span.outputTokens.value_or(0));
    return plain(serverOfSpan(span), 40);
}

QString headline(const Trace &trace)
{
    if (trace.size() == 0)
        return {};
    int main = 0;
    for (int i = 0; i < trace.size() && i < 8; ++i)
        if (trace.span(i).attribute(u"gen_ai.operation.name") == QLatin1String("invoke_agent"))
            main = i;
    QStringList parts{plain(trace.span(main).name, 80), format::duration(trace.duration()), QStringLiteral("%1 spans").arg(grouped(trace.size())),
                      trace.failures() == 1 ? QStringLiteral("1 error") : QStringLiteral("%1 errors").arg(grouped(trace.failures()))};
    if (trace.inputTokens() + trace.outputTokens() > 0)
        parts << grouped(trace.inputTokens() + trace.outputTokens()) + QStringLiteral(" tok");
    if (trace.cost())
        parts << format::money(*trace.cost());
    return parts.join(QStringLiteral(" · "));
}

QString spoken(const Trace &trace, int index)
{
    const Span &span = trace.span(index);
    QStringList parts{plain(span.name), spanRoleWord(span.role), format::duration(span.duration), QStringLiteral("level %1").arg(trace.node(index).depth + 1)};
    if (span.isFailed)
        parts << QStringLiteral("failed: ") + plain(errorOfSpan(span));
    else if (trace.node(index).failuresBelow > 0)
        parts << QStringLiteral("%1 errors below").arg(trace.node(index).failuresBelow);
    if (trace.node(index).isCritical)
        parts << QStringLiteral("on the critical path");
    return parts.join(QStringLiteral(", "));
}

} // namespace qd::tracetext
