#include "mcp/phrasetable.h"
#include "mcp/scanrules.h"
#include "mcp/scantext.h"

#include <QRegularExpression>

#include <algorithm>

namespace qd::scan {

namespace {

constexpr int quotedWeight = 25;

/// Inside quotation marks that are a smaller part of the text: an example, not an order.
bool isQuoted(const QString &plain, const QList<std::pair<qsizetype, qsizetype>> &quotes, qsizetype from, qsizetype to)
{
    return std::ranges::any_of(quotes, [&](const auto &quote) {
        return quote.first <= from && to <= quote.second && (quote.second - quote.first) * 10 < plain.size() * 7;
    });
}

/// "1 direction mark", "2 direction marks", "1 row of variation selectors".
QString counted(const HiddenText &hidden)
{
    static const QRegularExpression firstPlural(QStringLiteral("s(?= of |$)"));
    return QStringLiteral("%1 %2").arg(hidden.count).arg(hidden.count == 1 ? QString(hidden.kind).remove(firstPlural.match(hidden.kind).capturedStart(), 1) : hidden.kind);
}

} // namespace

QList<PhraseHit> phrasesIn(const QString &plain)
{
    const auto quotes = quotedRanges(plain);
    QList<PhraseHit> hits;
    for (const PhraseRule &rule : phraseTable()) {
        PhraseHit best;
        for (auto matches = rule.pattern.globalMatch(plain); matches.hasNext();) {
            const auto match = matches.next();
            const bool isExample = isQuoted(plain, quotes, match.capturedStart(), match.capturedEnd());
            const int weight = isExample ? std::min(rule.weight, quotedWeight) : rule.weight;
            if (weight > best.weight)
                best = {isExample ? QStringLiteral("quoted") : rule.rule, isExample ? QStringLiteral("It quotes an attack.") : rule.message, weight, match.capturedStart(), match.capturedLength()};
        }
        if (best.weight > 0)
            hits << best;
    }
    return hits;
}

QList<ScanFinding> findPhrases(const PlacedText &text)
{
    QList<ScanFinding> findings;
    for (const PhraseHit &hit : phrasesIn(text.plain))
        findings.append({.rule = hit.rule, .weight = hit.weight, .server = {}, .name = {}, .place = text.place, .message = hit.message,
                         .excerpt = excerptAround(text.plain, hit.from, hit.size)});
    return findings;
}

QList<ScanFinding> findHidden(const PlacedText &text, bool isName)
{
    QList<ScanFinding> findings;
    for (const HiddenText &hidden : hiddenIn(text.text)) {
        const QString said = hidden.decoded.isEmpty() ? QString() : QStringLiteral(", which spell \"%1\"").arg(hidden.decoded);
        const bool isMark = hidden.kind == QLatin1String("direction marks") && !isName && hidden.count < 3;
        const bool isOrder = isMark && std::ranges::any_of(text.text, [](QChar c) { return (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069)); });
        findings.append({.rule = QStringLiteral("hidden-unicode"), .weight = isMark && !isOrder ? 50 : scanCertain, .server = {}, .name = {}, .place = text.place,
                         .message = QStringLiteral("%1 that people do not see%2.").arg(counted(hidden), said), .excerpt = excerptAround(text.text, hidden.from, 1)});
    }
    if (const QStringList words = mixedWords(text.text); !words.isEmpty())
        findings.append({.rule = QStringLiteral("look-alike"), .weight = isName ? scanCertain : 50, .server = {}, .name = {}, .place = text.place,
                         .message = QStringLiteral("Words mix Latin letters with Cyrillic ones that look the same."), .excerpt = visibleText(words.join(u' '))});
    return findings;
}

} // namespace qd::scan
