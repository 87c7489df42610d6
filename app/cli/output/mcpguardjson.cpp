#include "output/mcpguardjson.h"

#include "mcp/scantext.h"
#include "printabletext.h"
#include "texttable.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd {

namespace {

using GuardJson = nlohmann::ordered_json;

constexpr qsizetype shownValue = 300;

GuardJson fieldJson(const FieldChange &change)
{
    return {{"path", change.path.toStdString()}, {"before", change.before.toStdString()}, {"after", change.after.toStdString()},
            {"severity", driftSeverityName(change.severity).toStdString()}, {"reason", change.reason.toStdString()}};
}

GuardJson fieldsJson(const QList<FieldChange> &changes)
{
    GuardJson list = GuardJson::array();
    for (const FieldChange &change : changes)
        list.push_back(fieldJson(change));
    return list;
}

QString driftWord(const ItemDrift &item, const QString &same, const QString &added)
{
    return item.state == DriftState::Approved ? same : item.state == DriftState::New ? added : driftStateName(item.state);
}

GuardJson itemsJson(const QList<ItemDrift> &items, const QString &same, const QString &added)
{
    GuardJson list = GuardJson::array();
    for (const ItemDrift &item : items)
        list.push_back({{"kind", mcpKindName(item.kind).toStdString()}, {"name", item.name.toStdString()}, {"state", driftWord(item, same, added).toStdString()},
                        {"severity", driftSeverityName(item.severity).toStdString()}, {"before", item.approvedHash.toStdString()}, {"after", item.seenHash.toStdString()},
                        {"fields", fieldsJson(item.fields)}});
    return list;
}

GuardJson namesJson(const QStringList &names)
{
    GuardJson list = GuardJson::array();
    for (const QString &name : names)
        list.push_back(name.toStdString());
    return list;
}

GuardJson costJson(const McpListing &listing, const QStringList &without)
{
    const ListingCost cost = costOf(listing);
    GuardJson items = GuardJson::array();
    for (const DefinitionCost &item : cost.items)
        items.push_back({{"kind", mcpKindName(item.kind).toStdString()}, {"name", item.name.toStdString()}, {"bytes", item.bytes}, {"tokens", item.tokens}});
    GuardJson json{{"name", listing.server.toStdString()}, {"definitions", listing.definitions.size()}, {"bytes", cost.bytes}, {"estimatedTokens", cost.tokens}};
    if (!without.isEmpty())
        json["savedTokens"] = cost.tokens - costOf(listing, without).tokens;
    json["items"] = items;
    return json;
}

GuardJson findingJson(const ScanFinding &finding)
{
    return {{"rule", finding.rule.toStdString()}, {"severity", scanSeverityName(finding.severity).toStdString()}, {"weight", finding.weight}, {"server", finding.server.toStdString()},
            {"kind", mcpKindName(finding.kind).toStdString()}, {"name", scan::visibleText(finding.name).toStdString()}, {"place", scan::visibleText(finding.place).toStdString()},
            {"message", finding.message.toStdString()}, {"excerpt", finding.excerpt.toStdString()}};
}

QByteArray guardText(const GuardJson &json) { return QByteArray::fromStdString(json.dump(2, ' ', false, GuardJson::error_handler_t::replace)) + '\n'; }

QString findingsText(const ScanReport &report)
{
    QString shown;
    for (const ScanFinding &finding : report.findings)
        shown += printableText(QStringLiteral("%1  %2  %3/%4 %5: %6").arg(scanSeverityName(finding.severity).leftJustified(6), finding.rule, finding.server, scan::visibleText(finding.name),
                                                                        scan::visibleText(finding.place), finding.message)) + u'\n'
            + (finding.excerpt.isEmpty() ? QString() : QStringLiteral("        ") + printableText(finding.excerpt) + u'\n');
    return shown;
}

QString costText(const McpListing &listing, const QStringList &without)
{
    const ListingCost cost = costOf(listing);
    TextTable table({{.title = QStringLiteral("TOKENS (ESTIMATE)"), .align = TextTable::Align::Right}, {.title = QStringLiteral("OF")}});
    for (const DefinitionCost &item : cost.items)
        table.addRow({QString::number(item.tokens), item.kind == McpDefinition::Kind::Tool ? item.name : mcpKindName(item.kind)});
    QString shown = u'\n' + printableText(listing.server) + QStringLiteral(": about %1 tokens for its listing\n").arg(cost.tokens) + table.text();
    if (!without.isEmpty())
        shown += QStringLiteral("without %1: about %2 tokens less\n").arg(printableText(without.join(QStringLiteral(", ")))).arg(cost.tokens - costOf(listing, without).tokens);
    return shown;
}

} // namespace

namespace json {

QByteArray pinReport(const QString &server, const QString &path, const PinReport &report)
{
    return guardText({{"server", server.toStdString()}, {"pins", path.toStdString()}, {"pinned", report.isPinned}, {"approved", report.isApproved()}, {"identity", fieldsJson(report.identity)},
                   {"items", itemsJson(report.items, QStringLiteral("approved"), QStringLiteral("new"))}});
}

QByteArray listingDiff(const QString &a, const QString &b, const QList<ItemDrift> &items)
{
    const bool isSame = std::ranges::all_of(items, [](const ItemDrift &item) { return item.state == DriftState::Approved; });
    return guardText({{"a", a.toStdString()}, {"b", b.toStdString()}, {"same", isSame}, {"items", itemsJson(items, QStringLiteral("same"), QStringLiteral("added"))}});
}

QByteArray scanReport(const QList<McpListing> &listings, const ScanReport &report, const ToxicFlow &flow, const QStringList &without)
{
    GuardJson json{{"suspicious", report.isSuspicious()}, {"findings", GuardJson::array()}, {"servers", GuardJson::array()}};
    for (const ScanFinding &finding : report.findings)
        json["findings"].push_back(findingJson(finding));
    for (const McpListing &listing : listings)
        json["servers"].push_back(costJson(listing, without));
    json["flow"] = {{"complete", flow.isComplete()}, {"untrusted", namesJson(flow.untrusted)}, {"private", namesJson(flow.privates)}, {"sinks", namesJson(flow.sinks)},
                    {"warning", flow.warning().toStdString()}};
    return guardText(json);
}

} // namespace json

namespace text {

QString fieldChange(const FieldChange &change)
{
    return printableText(QStringLiteral("        %1  %2: %3").arg(driftSeverityName(change.severity), scan::visibleText(change.path), change.reason)) + u'\n'
        + (change.before.isEmpty() ? QString() : QStringLiteral("          - ") + printableText(scan::visibleText(change.before, shownValue)) + u'\n')
        + (change.after.isEmpty() ? QString() : QStringLiteral("          + ") + printableText(scan::visibleText(change.after, shownValue)) + u'\n');
}

QString identityDrift(const QList<FieldChange> &changes)
{
    if (changes.isEmpty())
        return {};
    const auto worst = std::ranges::max(changes, {}, &FieldChange::severity).severity;
    QString shown = QStringLiteral("%1  %2  (%3)\n").arg(driftStateName(DriftState::Changed).leftJustified(8), identityKey, driftSeverityName(worst));
    for (const FieldChange &change : changes)
        shown += fieldChange(change);
    return shown;
}

QString drift(const QList<ItemDrift> &items, const QString &same, const QString &added)
{
    QString shown;
    for (const ItemDrift &item : items) {
        const QString severity = item.severity == DriftSeverity::None ? QString() : QStringLiteral("  (%1)").arg(driftSeverityName(item.severity));
        shown += printableText(QStringLiteral("%1  %2 %3%4").arg(driftWord(item, same, added).leftJustified(8), mcpKindName(item.kind), scan::visibleText(item.name), severity)) + u'\n';
        for (const FieldChange &change : item.fields)
            shown += fieldChange(change);
    }
    return shown;
}

QString scanReport(const QList<McpListing> &listings, const ScanReport &report, const ToxicFlow &flow, const QStringList &without)
{
    QString shown = findingsText(report);
    if (!report.isSuspicious())
        shown += QStringLiteral("Nothing suspicious in %1 definitions.\n").arg(report.scanned);
    if (flow.isComplete())
        shown += flow.warning() + u'\n';
    for (const McpListing &listing : listings)
        shown += costText(listing, without);
    return shown;
}

} // namespace text

} // namespace qd
