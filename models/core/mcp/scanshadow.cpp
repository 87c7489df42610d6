#include "mcp/scanrules.h"
#include "mcp/scantext.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace qd::scan {

namespace {

QSet<QString> trigrams(const QString &text)
{
    const QString plain = plainForm(text).left(4000);
    QSet<QString> parts;
    for (qsizetype i = 0; i + 3 <= plain.size(); ++i)
        parts.insert(plain.mid(i, 3));
    return parts;
}

/// Dice's share of common groups of three letters, percent.
int likeness(const QString &a, const QString &b)
{
    const QSet<QString> left = trigrams(a);
    const QSet<QString> right = trigrams(b);
    if (left.isEmpty() || right.isEmpty())
        return 0;
    const auto common = std::ranges::count_if(left, [&right](const QString &part) { return right.contains(part); });
    return static_cast<int>(200 * common / (left.size() + right.size()));
}

QHash<QString, const McpDefinition *> toolsByName(const McpListing &listing)
{
    QHash<QString, const McpDefinition *> tools;
    for (const McpDefinition &definition : listing.definitions)
        if (definition.kind == McpDefinition::Kind::Tool)
            tools.insert(plainForm(definition.name), &definition);
    return tools;
}

/// The same program twice: three tools or more, all of them equal.
bool isSameServer(const QHash<QString, const McpDefinition *> &a, const QHash<QString, const McpDefinition *> &b)
{
    return a.size() >= 3 && a.size() == b.size() && std::ranges::all_of(a.keys(), [&](const QString &name) { return b.contains(name) && b[name]->sha256 == a[name]->sha256; });
}

/// Two builds of one program, or one reached in two ways: it calls itself the same, and has four of five tools of the smaller list.
bool isSameProgram(const McpListing &a, const McpListing &b)
{
    const auto mine = toolsByName(a);
    const auto theirs = toolsByName(b);
    const auto common = std::ranges::count_if(mine.keys(), [&theirs](const QString &name) { return theirs.contains(name); });
    return !a.program.isEmpty() && a.program == b.program && common > 0 && common * 5 >= std::min(mine.size(), theirs.size()) * 4;
}

/// Anybody can call itself so.
ScanFinding sameProgram(const McpListing &listing, const QString &other)
{
    return {.rule = QStringLiteral("same-program"), .weight = 25, .server = listing.server, .name = {}, .place = {},
            .message = QStringLiteral("It calls itself the same program as the server \"%1\", and its tools have the same names.").arg(visibleText(other)), .excerpt = visibleText(listing.program)};
}

/// Not a word that any server would use for its tool.
bool isDistinctive(const QString &name)
{
    static const QRegularExpression parted(QStringLiteral("[a-z0-9][_-][a-z0-9]|[a-z][A-Z]"));
    return name.size() >= 8 && parted.match(name).hasMatch();
}

ScanFinding twin(const McpListing &listing, const McpDefinition &tool, const QString &other)
{
    return {.rule = QStringLiteral("shadowing"), .weight = scanCertain, .server = listing.server, .kind = tool.kind, .name = tool.name, .place = QStringLiteral("/name"),
            .message = QStringLiteral("It has the name and nearly the words of a tool of the server \"%1\".").arg(visibleText(other)), .excerpt = visibleText(tool.name)};
}

QList<ScanFinding> twinsOf(const McpListing &listing, const McpListing &other)
{
    const auto mine = toolsByName(listing);
    const auto theirs = toolsByName(other);
    QList<ScanFinding> findings;
    if (isSameServer(mine, theirs) || isSameProgram(listing, other))
        return findings;
    const QString description = QStringLiteral("/description");
    for (auto tool = mine.cbegin(); tool != mine.cend(); ++tool)
        if (const auto twinTool = theirs.constFind(tool.key()); twinTool != theirs.cend() && likeness(textAt(**tool, description), textAt(**twinTool, description)) >= 75)
            findings << twin(listing, **tool, other.server);
    std::ranges::sort(findings, {}, &ScanFinding::name);
    return findings;
}

/// Whether the words around a name tell a model what to do with it.
bool isOrder(const QString &text, qsizetype at, qsizetype size)
{
    static const QRegularExpression order(QStringLiteral(
        "\\b(must|instead( of)?|always|never|whenever|redirect\\w*|replace[sd]?|should be sent|also (call|use|send|run|invoke)|first call|do not use|don't use|better than)\\b"), QRegularExpression::CaseInsensitiveOption);
    const qsizetype from = std::max<qsizetype>(0, at - 100);
    return order.match(text.mid(from, size + 200)).hasMatch();
}

/// The tools of other servers by name, with the server.
using ForeignTools = QHash<QString, QString>;

QList<ScanFinding> ordersIn(const McpListing &listing, const McpDefinition &definition, const McpLeaf &leaf, const ForeignTools &foreign)
{
    static const QRegularExpression names(QStringLiteral("[A-Za-z0-9_-]{8,128}"));
    QList<ScanFinding> findings;
    for (auto matches = names.globalMatch(leaf.text); matches.hasNext();) {
        const auto match = matches.next();
        const auto tool = foreign.constFind(match.captured());
        if (tool == foreign.cend() || !isOrder(leaf.text, match.capturedStart(), match.capturedLength()))
            continue;
        findings.append({.rule = QStringLiteral("shadowing"), .weight = scanCertain, .server = listing.server, .kind = definition.kind, .name = definition.name, .place = leaf.path,
                         .message = QStringLiteral("It gives orders about a tool of the server \"%1\".").arg(visibleText(*tool)),
                         .excerpt = excerptAround(leaf.text, match.capturedStart(), match.capturedLength())});
    }
    return findings;
}

QList<ScanFinding> ordersAbout(const McpListing &listing, const ForeignTools &foreign)
{
    QList<ScanFinding> findings;
    for (const McpDefinition &definition : listing.definitions)
        for (const McpLeaf &leaf : definition.leaves)
            if (leaf.isText && leaf.path != QLatin1String("/name"))
                findings += ordersIn(listing, definition, leaf, foreign);
    return findings;
}

} // namespace

QList<ScanFinding> findShadowing(const QList<McpListing> &listings)
{
    QList<ScanFinding> findings;
    for (qsizetype i = 0; i < listings.size(); ++i) {
        const auto own = toolsByName(listings.at(i));
        ForeignTools foreign;
        for (qsizetype j = 0; j < listings.size(); ++j) {
            if (i == j)
                continue;
            findings += twinsOf(listings.at(i), listings.at(j));
            if (i > j && isSameProgram(listings.at(i), listings.at(j)))
                findings << sameProgram(listings.at(i), listings.at(j).server);
            for (const McpDefinition &tool : listings.at(j).definitions)
                if (tool.kind == McpDefinition::Kind::Tool && isDistinctive(tool.name) && !own.contains(plainForm(tool.name)))
                    foreign.insert(tool.name, listings.at(j).server);
        }
        findings += ordersAbout(listings.at(i), foreign);
    }
    return findings;
}

} // namespace qd::scan
