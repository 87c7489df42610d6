#include "output/mcpsessionjson.h"

#include "output/mcpguardjson.h"
#include "printabletext.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using SessionJson = nlohmann::ordered_json;

SessionJson fieldDiffJson(const QList<FieldChange> &changes)
{
    SessionJson list = SessionJson::array();
    for (const FieldChange &change : changes)
        list.push_back(SessionJson{{"path", change.path.toStdString()}, {"before", change.before.toStdString()}, {"after", change.after.toStdString()}});
    return list;
}

SessionJson textsJson(const QStringList &texts)
{
    SessionJson list = SessionJson::array();
    for (const QString &text : texts)
        list.push_back(text.toStdString());
    return list;
}

SessionJson listedJson(const QList<ItemDrift> &items)
{
    SessionJson list = SessionJson::array();
    for (const ItemDrift &item : items)
        list.push_back(SessionJson{{"kind", mcpKindName(item.kind).toStdString()}, {"name", item.name.toStdString()},
                                   {"state", item.state == DriftState::Approved ? "same" : item.state == DriftState::New ? "added" : driftStateName(item.state).toStdString()},
                                   {"fields", fieldDiffJson(item.fields)}});
    return list;
}

SessionJson stepsJson(const QList<StepDiff> &steps)
{
    SessionJson list = SessionJson::array();
    for (const StepDiff &step : steps)
        list.push_back(SessionJson{{"from", step.isFromServer ? "server" : "client"}, {"what", step.what.toStdString()}, {"state", stepStateName(step.state).toStdString()},
                                   {"msBefore", step.before.count()}, {"msAfter", step.after.count()}, {"fields", fieldDiffJson(step.fields)}});
    return list;
}

QString changeLines(const QList<FieldChange> &changes)
{
    QString lines;
    for (const FieldChange &change : changes)
        lines += text::fieldChange(change);
    return lines;
}

QString stepLine(const StepDiff &step)
{
    const QString mark = step.state == StepDiff::State::OnlyFirst ? QStringLiteral("-") : step.state == StepDiff::State::OnlySecond ? QStringLiteral("+") : QStringLiteral("~");
    return QStringLiteral("%1 %2%3\n").arg(mark, step.isFromServer ? QStringLiteral("the server asks: ") : QString(), printableText(step.what)) + changeLines(step.fields);
}

QString notificationLines(const QStringList &names, QChar mark)
{
    QString lines;
    for (const QString &name : names)
        lines += QStringLiteral("%1 %2\n").arg(mark).arg(printableText(name));
    return lines;
}

} // namespace

QByteArray json::sessionDiff(const QString &first, const QString &second, const SessionDiff &diff)
{
    const SessionJson made{{"first", first.toStdString()}, {"second", second.toStdString()}, {"same", diff.isSame()}, {"handshake", fieldDiffJson(diff.handshake)},
                           {"items", listedJson(diff.listing)}, {"steps", stepsJson(diff.steps)},
                           {"notifications", {{"removed", textsJson(diff.lostNotifications)}, {"added", textsJson(diff.newNotifications)}}}};
    return QByteArray::fromStdString(made.dump(2, ' ', false, SessionJson::error_handler_t::replace)) + '\n';
}

QString text::sessionDiff(const QString &first, const QString &second, const SessionDiff &diff)
{
    QString made = QStringLiteral("--- %1\n+++ %2\n").arg(printableText(first), printableText(second));
    if (!diff.handshake.isEmpty())
        made += QStringLiteral("\nHandshake\n") + changeLines(diff.handshake);
    QList<ItemDrift> others = diff.listing;
    others.removeIf([](const ItemDrift &item) { return item.state == DriftState::Approved; });
    if (!others.isEmpty())
        made += QStringLiteral("\nWhat is offered\n") + text::drift(others, QStringLiteral("same"), QStringLiteral("added"));
    qsizetype same = 0;
    QString steps;
    for (const StepDiff &step : diff.steps)
        step.state == StepDiff::State::Same ? void(++same) : void(steps += stepLine(step));
    if (!steps.isEmpty())
        made += QStringLiteral("\nWhat was said\n") + steps;
    const QString notified = notificationLines(diff.lostNotifications, u'-') + notificationLines(diff.newNotifications, u'+');
    if (!notified.isEmpty())
        made += QStringLiteral("\nNotifications\n") + notified;
    return made + QStringLiteral("\n%1 of %2 exchanges are the same%3\n").arg(same).arg(diff.steps.size()).arg(diff.isSame() ? QStringLiteral("; nothing differs") : QString());
}

} // namespace qd
