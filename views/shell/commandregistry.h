#pragma once

#include "shell/command.h"

#include <QAction>
#include <QHash>
#include <QObject>

class QMenu;
class QWidget;

namespace qd {

/// Every command of the program, each behind one QAction that menus, shortcuts, palette and sheet share. Features add
/// their own; nothing else creates shortcuts. Owns the actions. GUI thread.
class CommandRegistry final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandRegistry)

public:
    explicit CommandRegistry(QObject *parent = nullptr);

    /// The order in which groups are listed; others follow as they come. Set before the first command is added.
    void setGroupOrder(const QStringList &groups) { m_groupOrder = groups; }
    /// Adds a command that calls `handler` while `context` lives. An id that is already there is a programming error.
    template<typename Handler>
    QAction *add(const Command &command, const QObject *context, Handler handler)
    {
        QAction *action = insert(command);
        connect(action, &QAction::triggered, context, [handler] { handler(); });
        return action;
    }
    void addHint(const KeyHint &hint) { m_hints.append(hint); }

    /// A disabled command stays visible and says why.
    void setEnabled(const CommandId &id, bool isEnabled, const QString &reason = {});
    void setTitle(const CommandId &id, const QString &title);
    /// Runs the command; false when it is unknown or disabled.
    bool trigger(const CommandId &id) const;

    [[nodiscard]] const QList<Command> &commands() const { return m_commands; }
    [[nodiscard]] const QList<KeyHint> &hints() const { return m_hints; }
    [[nodiscard]] QAction *action(const CommandId &id) const { return m_actions.value(id); }
    /// Why the command is disabled; empty when it is enabled.
    [[nodiscard]] QString disabledReason(const CommandId &id) const { return m_reasons.value(id); }
    [[nodiscard]] QStringList groups() const;

    /// Makes every shortcut, present and future, work in this window.
    void installIn(QWidget *window);
    /// Fills the menu: one section a group.
    void fillMenu(QMenu *menu) const;
    /// Pairs of commands whose shortcuts shadow one another ("a and b: G"), equal or one the start of the other.
    [[nodiscard]] QStringList conflicts() const;

private:
    QAction *insert(const Command &command);
    [[nodiscard]] qsizetype rank(const QString &group) const;

    QStringList m_groupOrder;
    QList<Command> m_commands; ///< by group, then as they came
    QList<KeyHint> m_hints;
    QHash<CommandId, QAction *> m_actions;
    QHash<CommandId, QString> m_reasons;
    QWidget *m_window = nullptr;
};

/// A key sequence as the screen shows it: "Ctrl+K", "G then H".
QString shownKeys(const QKeySequence &keys);

} // namespace qd
