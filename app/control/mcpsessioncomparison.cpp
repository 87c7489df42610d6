#include "mcpsessioncomparison.h"

#include "mcp/jsonslice.h"
#include "mcp/recordfile.h"
#include "mcpinspectorjobs.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd {

namespace {

QString sessionWord(const char *text) { return QCoreApplication::translate("qd::McpSessionComparison", text); }

QByteArray memberText(const QString &name, const QString &json) { return QByteArray(jsonslice::quoted(name) + ':' + json.toUtf8()); }

/// What was asked, and of the answer the given values by their paths. What has no path is no JSON: how it came at all.
QString stepText(const QString &question, const QList<FieldChange> &fields, QString FieldChange::*side)
{
    QByteArrayList members;
    if (!question.isEmpty())
        members << memberText(sessionWord("asked with"), question);
    for (const FieldChange &field : fields)
        if (const QString &value = field.*side; !value.isEmpty())
            members << (field.path.isEmpty() ? memberText(sessionWord("came as"), QString::fromUtf8(jsonslice::quoted(value))) : memberText(field.path, value));
    return QString::fromUtf8('{' + members.join(',') + '}');
}

QList<FieldChange> valuesOfAnswer(const SessionStep &step)
{
    QList<FieldChange> values;
    for (const McpLeaf &leaf : step.answer.first(std::min(step.answer.size(), maxStepFields)))
        values.append({.path = leaf.path, .before = leaf.value, .after = {}, .reason = {}});
    return values;
}

McpComparedItem changedRow(const QString &kind, const QString &name, const QString &question, const QList<FieldChange> &fields)
{
    const bool isOtherwise = std::ranges::any_of(fields, [](const FieldChange &field) { return field.path.isEmpty(); });
    McpComparedItem item{.drift = {}, .kind = kind, .before = stepText(question, fields, &FieldChange::before), .after = stepText(question, fields, &FieldChange::after)};
    item.drift.name = name;
    item.drift.state = DriftState::Changed;
    item.drift.severity = isOtherwise ? DriftSeverity::High : DriftSeverity::Medium;
    item.drift.fields = fields;
    return item;
}

/// What only one of them has; `text` is shown on its side.
McpComparedItem oneSidedRow(const QString &kind, const QString &name, bool isFirst, const QString &text)
{
    McpComparedItem item{.drift = {}, .kind = kind, .before = isFirst ? text : QString(), .after = isFirst ? QString() : text};
    item.drift.name = name;
    item.drift.state = isFirst ? DriftState::Removed : DriftState::New;
    item.drift.severity = isFirst ? DriftSeverity::Medium : DriftSeverity::Low;
    return item;
}

QString stepKind(bool isFromServer) { return isFromServer ? sessionWord("question") : sessionWord("request"); }

void addSteps(McpComparison &made, const SessionDiff &diff, const SessionView &first, const SessionView &second)
{
    for (const StepDiff &step : diff.steps) {
        const SessionStep &side = step.first >= 0 ? first.steps.at(step.first) : second.steps.at(step.second);
        if (step.state == StepDiff::State::Same)
            ++made.same;
        else if (step.state == StepDiff::State::Changed)
            made.items.append(changedRow(stepKind(step.isFromServer), step.what, side.question, step.fields));
        else
            made.items.append(oneSidedRow(stepKind(step.isFromServer), step.what, step.first >= 0, stepText(side.question, valuesOfAnswer(side), &FieldChange::before)));
    }
}

void addNotifications(McpComparison &made, const QStringList &methods, bool isFirst)
{
    for (const QString &method : methods)
        made.items.append(oneSidedRow(sessionWord("notification"), method, isFirst, QString::fromUtf8(jsonslice::quoted(method))));
}

} // namespace

McpComparison compareRecordings(const McpRecording &before, const McpRecording &after)
{
    const SessionView first = viewOf(before);
    const SessionView second = viewOf(after);
    const SessionDiff diff = diffOf(first, second);
    McpComparison made = diff.listing.isEmpty() ? McpComparison{.before = {}, .after = {}, .items = {}} : compareListings(first.listing, second.listing);
    made.before = first.name;
    made.after = second.name;
    if (diff.handshake.isEmpty())
        ++made.same;
    else
        made.items.append(changedRow(sessionWord("handshake"), sessionWord("who it is and what it can do"), {}, diff.handshake));
    addSteps(made, diff, first, second);
    addNotifications(made, diff.lostNotifications, true);
    addNotifications(made, diff.newNotifications, false);
    std::ranges::stable_sort(made.items, [](const McpComparedItem &a, const McpComparedItem &b) { return a.drift.severity > b.drift.severity; });
    return made;
}

} // namespace qd
