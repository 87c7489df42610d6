#include "mcp/driftrules.h"

#include <QHash>
#include <QRegularExpression>

#include <optional>

namespace qd {

namespace {

/// One line of the table: the first that fits decides. Empty before or after: anything.
struct DriftRule {
    QRegularExpression path;
    QString before;
    QString after;
    DriftSeverity severity;
    QString reason;
};

DriftRule rule(const char *path, const char *before, const char *after, DriftSeverity severity, const char *reason)
{
    return {QRegularExpression(QLatin1String(path)), QLatin1String(before), QLatin1String(after), severity, QLatin1String(reason)};
}

const QList<DriftRule> &driftTable()
{
    using enum DriftSeverity;
    static const QList<DriftRule> table{
        rule("^/annotations/readOnlyHint$", "true", "", High, "no longer says that it only reads"),
        rule("^/annotations/readOnlyHint$", "", "true", Medium, "now says that it only reads, which spares it questions"),
        rule("^/annotations/destructiveHint$", "", "true", High, "now says that it destroys"),
        rule("^/annotations/destructiveHint$", "true", "", Medium, "no longer says that it destroys"),
        rule("^/annotations/openWorldHint$", "", "true", Medium, "now reaches beyond this machine"),
        rule("^/annotations/title$|^/title$", "", "", Medium, "the title that people see"),
        rule("^/annotations/", "", "", Low, "a hint"),
        rule("^/description$|^/instructions$", "", "", High, "text that a model follows"),
        rule("^/outputSchema/.*/description$", "", "", Medium, "text about the result"),
        rule("/description$", "", "", High, "text that a model follows"),
        rule("/enum=", "-", "", Medium, "a choice less"),
        rule("/enum=", "", "", Medium, "a choice more, which a model reads"),
        rule("/required=|^/arguments/[^/]+/required$", "-", "", Low, "no longer required"),
        rule("/required=|^/arguments/[^/]+/required$", "", "", Medium, "now required"),
        rule("/(default|const|examples)(/|$)", "", "", Medium, "a value that a model may use"),
        rule("^/(inputSchema|arguments)/.*/(title|\\$comment|enumNames/\\d+)$|^/inputSchema/(title|\\$comment)$", "", "", Medium, "text that a model may read"),
        rule("^/inputSchema/.*/(type|anyOf|oneOf|allOf|\\$ref)(/|=|$)", "", "", Medium, "the type of an input"),
        rule("^/inputSchema/.*/additionalProperties$", "", "", Medium, "what else it takes"),
        rule("^/(uri|uriTemplate)$", "", "", Medium, "the address"),
        rule("^/execution/", "", "", Low, "how it is called"),
        rule("^/(icons|_meta)/", "", "", Low, "decoration"),
        rule("", "", "", Low, "a detail")};
    return table;
}

/// "-" as before means: was there and is gone.
bool fits(const DriftRule &line, const FieldChange &change)
{
    const bool isGone = !change.before.isEmpty() && (change.after.isEmpty() || change.after == QLatin1String("false"));
    if (line.before == QLatin1String("-") ? !isGone : !line.before.isEmpty() && line.before != change.before)
        return false;
    return (line.after.isEmpty() || line.after == change.after) && line.path.match(change.path).hasMatch();
}

/// "/arguments/0" -> "/arguments/who", by the arguments' own names.
QHash<QString, QString> argumentNames(const McpDefinition &definition)
{
    static const QRegularExpression name(QStringLiteral("^(/arguments/)\\d+/name$"));
    QHash<QString, QString> names;
    for (const McpLeaf &leaf : definition.leaves)
        if (const auto match = name.match(leaf.path); match.hasMatch() && leaf.isText)
            names.insert(leaf.path.chopped(5), match.captured(1) + QString(leaf.text).replace(u'/', QLatin1String("~1")));
    return names;
}

QString driftKey(const McpLeaf &leaf, const QHash<QString, QString> &arguments)
{
    static const QRegularExpression member(QStringLiteral("^(.*/(?:required|enum|type))/\\d+$"));
    static const QRegularExpression argument(QStringLiteral("^/arguments/\\d+"));
    if (const auto match = member.match(leaf.path); match.hasMatch())
        return match.captured(1) + u'=' + (leaf.isText ? leaf.text : leaf.value);
    if (const auto match = argument.match(leaf.path); match.hasMatch())
        return arguments.value(match.captured(), match.captured()) + leaf.path.mid(match.capturedEnd());
    return leaf.path;
}

bool isFreeText(const DriftFields &fields, const QString &parameter)
{
    const auto has = [&](const char *member) {
        const QString path = parameter + QLatin1String(member);
        const auto found = fields.lower_bound(path);
        return found != fields.end() && found->first.startsWith(path);
    };
    const auto type = fields.find(parameter + QStringLiteral("/type"));
    return type != fields.end() && type->second == QLatin1String("\"string\"") && !has("/enum") && !has("/format") && !has("/pattern") && !has("/const");
}

bool isRequired(const DriftFields &fields, const QString &parameter)
{
    const qsizetype at = parameter.lastIndexOf(QStringLiteral("/properties/"));
    if (at < 0) {
        const auto flag = fields.find(parameter + QStringLiteral("/required"));
        return flag != fields.end() && flag->second == QLatin1String("true");
    }
    const QStringList steps = pointerSteps(parameter);
    return fields.contains(parameter.left(at) + QStringLiteral("/required=") + steps.last());
}

/// Whether a text is more than a word: a sentence can steer a model wherever it stands.
bool isProse(const QString &text) { return text.size() > 60 || text.trimmed().contains(u' '); }

/// A new parameter that says something: a description, a title, or a sentence in any other place, its name too.
bool bringsText(const DriftFields &fields, const QString &parameter)
{
    static const QRegularExpression telling(QStringLiteral("/(description|title|\\$comment|enumNames/\\d+)$"));
    if (isProse(pointerSteps(parameter).last()))
        return true;
    const QString inside = parameter + u'/';
    for (auto field = fields.lower_bound(inside); field != fields.end() && field->first.startsWith(inside); ++field) {
        const bool isText = field->second.startsWith(u'"') && field->second.size() > 2;
        const bool isMember = isProse(field->first.section(u'=', 1)) || isProse(field->first.section(u'/', -1));
        if (isMember || (isText && (telling.match(field->first).hasMatch() || isProse(field->second))))
            return true;
    }
    return false;
}

/// Of parameters that came: the first that fits, by what it brings and whether it must be filled.
QString steeringReason(const DriftFields &fields, const QString &parameter)
{
    if (isRequired(fields, parameter) && isFreeText(fields, parameter))
        return QStringLiteral("a required free text more, which a model fills");
    return bringsText(fields, parameter) ? QStringLiteral("a parameter more, with text that a model follows") : QString();
}

} // namespace

DriftFields driftFields(const McpDefinition &definition)
{
    const auto arguments = argumentNames(definition);
    DriftFields fields;
    for (const McpLeaf &leaf : definition.leaves)
        fields.emplace(driftKey(leaf, arguments), leaf.value);
    return fields;
}

QString parameterPath(const QString &path)
{
    static const QRegularExpression parameter(QStringLiteral("^(?:/inputSchema(?:/.*)?/properties/[^/]+|/arguments/[^/]+)(?=/|$)"));
    return parameter.match(path).captured();
}

void judgeField(FieldChange &change)
{
    for (const DriftRule &line : driftTable()) {
        if (!fits(line, change))
            continue;
        change.severity = line.severity;
        change.reason = line.reason;
        return;
    }
}

void judgeParameter(FieldChange &change, const DriftFields &before, const DriftFields &after)
{
    if (change.after.isEmpty()) {
        change.severity = DriftSeverity::Medium;
        change.reason = isRequired(before, change.path) ? QStringLiteral("a required parameter less") : QStringLiteral("a parameter less");
    } else if (const QString reason = steeringReason(after, change.path); !reason.isEmpty()) {
        change.severity = DriftSeverity::High;
        change.reason = reason;
    } else {
        const bool mustBeFilled = isRequired(after, change.path);
        change.severity = mustBeFilled ? DriftSeverity::Medium : DriftSeverity::Low;
        change.reason = mustBeFilled ? QStringLiteral("a required parameter more") : QStringLiteral("an optional parameter more");
    }
}

} // namespace qd
