#include "mcp/poisonscan.h"

#include "mcp/scanrules.h"
#include "mcp/scantext.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype maxFindings = 1000;
constexpr qsizetype shortestOrder = 12; ///< names of schema members are shorter; nothing shorter says anything

/// Texts of a definition and the names of its parameters, each once.
QList<scan::PlacedText> placedTexts(const McpDefinition &definition)
{
    QList<scan::PlacedText> texts;
    QSet<QString> keys;
    const auto add = [&texts](const QString &place, const QString &text) { texts.append({place, text, scan::plainForm(text)}); };
    for (const McpLeaf &leaf : definition.leaves) {
        if (leaf.isText)
            add(leaf.path, leaf.text);
        for (const QString &step : pointerSteps(leaf.path)) {
            if (keys.contains(step))
                continue;
            keys.insert(step);
            add(leaf.path, step);
        }
    }
    return texts;
}

bool isNamePlace(const QString &place) { return place == QLatin1String("/name"); }

QList<ScanFinding> scanDefinition(const McpDefinition &definition)
{
    const QList<scan::PlacedText> texts = placedTexts(definition);
    QList<ScanFinding> findings;
    for (const scan::PlacedText &text : texts) {
        findings += scan::findHidden(text, isNamePlace(text.place));
        if (text.text.size() >= shortestOrder)
            findings += scan::findPhrases(text) + scan::findDisguised(text) + scan::findEncoded(text) + scan::findSecrets(text);
    }
    findings += scan::findSensitivePlaces(definition, texts) + scan::findSinks(definition);
    if (definition.isCut)
        findings.append({.rule = QStringLiteral("too-large"), .weight = scanCertain, .server = {}, .name = {}, .place = {},
                         .message = QStringLiteral("It is too large or too deep to be read whole."), .excerpt = {}});
    for (ScanFinding &finding : findings) {
        finding.kind = definition.kind;
        finding.name = definition.name;
    }
    return findings;
}

/// Two tools of one name in one listing: which of them is called is anybody's guess.
QList<ScanFinding> doublesIn(const McpListing &listing)
{
    QSet<QString> seen;
    QList<ScanFinding> findings;
    for (const McpDefinition &definition : listing.definitions) {
        const QString key = mcpKindName(definition.kind) + u':' + scan::plainForm(definition.name);
        if (seen.contains(key))
            findings.append({.rule = QStringLiteral("duplicate-name"), .weight = scanCertain, .server = {}, .kind = definition.kind, .name = definition.name, .place = QStringLiteral("/name"),
                             .message = QStringLiteral("There are two of this name, or of names that look the same."), .excerpt = scan::visibleText(definition.name)});
        seen.insert(key);
    }
    return findings;
}

QString itemKey(const ScanFinding &finding) { return finding.server + u'\n' + mcpKindName(finding.kind) + u'\n' + finding.name; }

/// Each rule counts once for a definition, by its weightiest finding.
QHash<QString, int> weightsByItem(const QList<ScanFinding> &findings)
{
    QHash<QString, QHash<QString, int>> byRule;
    for (const ScanFinding &finding : findings) {
        int &weight = byRule[itemKey(finding)][finding.rule];
        weight = std::max(weight, finding.weight);
    }
    QHash<QString, int> sums;
    for (auto item = byRule.cbegin(); item != byRule.cend(); ++item)
        for (const int weight : *item)
            sums[item.key()] += weight;
    return sums;
}

void judge(QList<ScanFinding> &findings)
{
    using Severity = ScanFinding::Severity;
    const QHash<QString, int> sums = weightsByItem(findings);
    for (ScanFinding &finding : findings) {
        const bool isSuspicious = sums.value(itemKey(finding)) >= scanCertain;
        finding.severity = finding.weight >= scanCertain ? Severity::High : isSuspicious ? Severity::Medium : Severity::Low;
    }
    std::ranges::stable_sort(findings, [](const ScanFinding &a, const ScanFinding &b) { return a.severity > b.severity; });
}

} // namespace

bool ScanReport::isSuspicious() const
{
    return std::ranges::any_of(findings, [](const ScanFinding &finding) { return finding.severity != ScanFinding::Severity::Low; });
}

ScanReport scanForPoison(const QList<McpListing> &listings)
{
    ScanReport report;
    for (const McpListing &listing : listings) {
        QList<ScanFinding> findings = doublesIn(listing);
        for (const McpDefinition &definition : listing.definitions)
            findings += scanDefinition(definition);
        for (ScanFinding &finding : findings)
            finding.server = listing.server;
        report.findings += findings;
        report.scanned += listing.definitions.size();
    }
    report.findings += scan::findShadowing(listings);
    judge(report.findings);
    report.findings = report.findings.first(std::min(report.findings.size(), maxFindings));
    return report;
}

QString scanSeverityName(ScanFinding::Severity severity)
{
    switch (severity) {
    case ScanFinding::Severity::Low: return QStringLiteral("low");
    case ScanFinding::Severity::Medium: return QStringLiteral("medium");
    case ScanFinding::Severity::High: break;
    }
    return QStringLiteral("high");
}

} // namespace qd
