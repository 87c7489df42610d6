#include "shell/shortcutsheet.h"

#include "shell/commandregistry.h"
#include "shell/sheetrow.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <array>

namespace qd {

namespace {

constexpr QSize sheetSize(820, 560);

struct SheetPair {
    QString keys;
    QString description;
};

struct SheetGroup {
    QString title;
    QList<SheetPair> pairs;
};

QList<SheetPair> &pairsOf(QList<SheetGroup> &groups, const QString &title)
{
    for (SheetGroup &group : groups) {
        if (group.title == title)
            return group.pairs;
    }
    groups.append({title, {}});
    return groups.last().pairs;
}

QString allKeys(const QList<QKeySequence> &shortcuts)
{
    QStringList shown;
    for (const QKeySequence &keys : shortcuts)
        shown.append(shownKeys(keys));
    return shown.join(QStringLiteral(" or "));
}

/// The page's own keys come first, then what works everywhere.
QList<SheetGroup> sheetGroups(const CommandRegistry &commands, const PageId &page)
{
    QList<SheetGroup> groups;
    for (const KeyHint &hint : commands.hints()) {
        if (hint.page == page)
            pairsOf(groups, hint.group).append({hint.keys, hint.description});
    }
    for (const Command &command : commands.commands()) {
        if (!command.shortcuts.isEmpty())
            pairsOf(groups, command.group).append({allKeys(command.shortcuts), command.title});
    }
    for (const KeyHint &hint : commands.hints()) {
        if (hint.page.isEmpty())
            pairsOf(groups, hint.group).append({hint.keys, hint.description});
    }
    return groups;
}

void addGroup(QVBoxLayout &column, const SheetGroup &group, const Theme &theme, QWidget *parent)
{
    if (column.count() > 0)
        column.addSpacing(space::l);
    auto *title = new QLabel(group.title, parent);
    title->setProperty("qdRole", QStringLiteral("panelTitle"));
    column.addWidget(title);
    for (const SheetPair &pair : group.pairs)
        column.addWidget(new SheetRow(theme, pair.keys, pair.description, parent));
}

} // namespace

ShortcutSheet::ShortcutSheet(const Theme &theme, const CommandRegistry &commands, QWidget *window)
    : Overlay(theme, sheetSize, window), m_theme(theme), m_commands(commands), m_scroll(new QScrollArea(panel()))
{
    setObjectName(QStringLiteral("shortcutSheet"));
    setAccessibleName(tr("Keyboard shortcuts"));
    auto *title = new QLabel(tr("Keyboard shortcuts"), panel());
    title->setProperty("qdRole", QStringLiteral("viewTitle"));
    auto *footer = new QLabel(tr("Esc closes"), panel());
    footer->setProperty("qdRole", QStringLiteral("caption"));
    m_scroll->setObjectName(QStringLiteral("sheetScroll"));
    m_scroll->setAccessibleName(tr("Keys and what they do"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(panel());
    layout->setContentsMargins(space::xl, space::l, space::xl, space::m);
    layout->setSpacing(space::m);
    layout->addWidget(title);
    layout->addWidget(m_scroll);
    layout->addWidget(footer);
}

void ShortcutSheet::openFor(const PageId &page)
{
    fill(page);
    open();
}

void ShortcutSheet::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = m_scroll->verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Down:
        bar->triggerAction(QScrollBar::SliderSingleStepAdd);
        break;
    case Qt::Key_Up:
        bar->triggerAction(QScrollBar::SliderSingleStepSub);
        break;
    case Qt::Key_PageDown:
        bar->triggerAction(QScrollBar::SliderPageStepAdd);
        break;
    case Qt::Key_PageUp:
        bar->triggerAction(QScrollBar::SliderPageStepSub);
        break;
    case Qt::Key_Question:
        dismiss();
        break;
    default:
        break;
    }
    Overlay::keyPressEvent(event);
}

void ShortcutSheet::fill(const PageId &page)
{
    auto *content = new QWidget;
    content->setObjectName(QStringLiteral("sheetContent"));
    auto *sides = new QHBoxLayout(content);
    sides->setContentsMargins(0, 0, space::m, 0);
    sides->setSpacing(space::xxl);
    std::array columns{new QVBoxLayout, new QVBoxLayout};
    for (QVBoxLayout *column : columns) {
        column->setSpacing(space::xxs);
        sides->addLayout(column, 1);
    }
    // The next group goes where there is less, so that both columns end about level.
    for (const SheetGroup &group : sheetGroups(m_commands, page))
        addGroup(columns[0]->count() <= columns[1]->count() ? *columns[0] : *columns[1], group, m_theme, content);
    for (QVBoxLayout *column : columns)
        column->addStretch();
    m_scroll->setWidget(content); // deletes the one before
    content->setAutoFillBackground(false);
}

} // namespace qd
