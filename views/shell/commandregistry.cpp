#include "shell/commandregistry.h"

#include <QMenu>
#include <QWidget>

#include <algorithm>

namespace qd {

CommandRegistry::CommandRegistry(QObject *parent) : QObject(parent) {}

QAction *CommandRegistry::insert(const Command &command)
{
    Q_ASSERT_X(!m_actions.contains(command.id), "CommandRegistry", qPrintable(command.id.value));
    auto *action = new QAction(command.title, this);
    action->setObjectName(command.id.value);
    action->setShortcuts(command.shortcuts);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setAutoRepeat(false);
    const auto place = std::ranges::upper_bound(m_commands, rank(command.group), {},
                                                [this](const Command &other) { return rank(other.group); });
    m_commands.insert(place, command);
    m_actions.insert(command.id, action);
    if (m_window)
        m_window->addAction(action);
    return action;
}

qsizetype CommandRegistry::rank(const QString &group) const
{
    const qsizetype at = m_groupOrder.indexOf(group);
    return at < 0 ? m_groupOrder.size() : at;
}

void CommandRegistry::setEnabled(const CommandId &id, bool isEnabled, const QString &reason)
{
    QAction *action = m_actions.value(id);
    if (!action)
        return;
    action->setEnabled(isEnabled);
    action->setToolTip(isEnabled || reason.isEmpty() ? action->text() : reason);
    if (isEnabled)
        m_reasons.remove(id);
    else
        m_reasons.insert(id, reason);
}

void CommandRegistry::setTitle(const CommandId &id, const QString &title)
{
    const auto found = std::ranges::find(m_commands, id, &Command::id);
    if (found == m_commands.end())
        return;
    found->title = title;
    m_actions.value(id)->setText(title);
}

bool CommandRegistry::trigger(const CommandId &id) const
{
    QAction *action = m_actions.value(id);
    if (!action || !action->isEnabled())
        return false;
    action->trigger();
    return true;
}

QStringList CommandRegistry::groups() const
{
    QStringList names;
    for (const Command &command : m_commands) {
        if (!names.contains(command.group))
            names.append(command.group);
    }
    return names;
}

void CommandRegistry::installIn(QWidget *window)
{
    m_window = window;
    for (const Command &command : std::as_const(m_commands))
        window->addAction(m_actions.value(command.id));
}

void CommandRegistry::fillMenu(QMenu *menu) const
{
    menu->clear();
    for (const QString &group : groups()) {
        menu->addSection(group);
        for (const Command &command : m_commands) {
            if (command.group == group)
                menu->addAction(m_actions.value(command.id));
        }
    }
}

QStringList CommandRegistry::conflicts() const
{
    struct Key {
        QKeySequence sequence;
        QString id;
    };
    QList<Key> keys;
    for (const Command &command : m_commands) {
        for (const QKeySequence &sequence : command.shortcuts)
            keys.append({sequence, command.id.value});
    }
    QStringList found;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        for (qsizetype j = i + 1; j < keys.size(); ++j) {
            const bool isShadowed = keys[i].sequence.matches(keys[j].sequence) != QKeySequence::NoMatch
                || keys[j].sequence.matches(keys[i].sequence) != QKeySequence::NoMatch;
            if (isShadowed)
                found.append(keys[i].id + QStringLiteral(" and ") + keys[j].id + QStringLiteral(": ")
                             + shownKeys(keys[i].sequence));
        }
    }
    return found;
}

QString shownKeys(const QKeySequence &keys)
{
    QStringList parts;
    for (int i = 0; i < keys.count(); ++i)
        parts.append(QKeySequence(keys[static_cast<uint>(i)]).toString(QKeySequence::NativeText));
    return parts.join(CommandRegistry::tr(" then "));
}

} // namespace qd
