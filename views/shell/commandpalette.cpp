#include "shell/commandpalette.h"

#include "shell/palettedelegate.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {
constexpr QSize paletteSize(640, 460);
constexpr int palettePage = 8;
} // namespace

CommandPalette::CommandPalette(const Theme &theme, QWidget *window)
    : Overlay(theme, paletteSize, window)
    , m_model(new PaletteModel(this))
    , m_input(new QLineEdit(panel()))
    , m_list(new QListView(panel()))
    , m_footer(new QLabel(panel()))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    setFocusProxy(m_input);
    m_input->setObjectName(QStringLiteral("paletteInput"));
    m_input->setAccessibleName(tr("Find a command, an SLO or a time range"));
    m_input->setPlaceholderText(tr("Type a command, @ for SLOs, : for a time range"));
    m_input->setFont(uiFont(TextSize::PanelTitle));
    m_input->setMinimumHeight(36);
    m_input->setMaxLength(200);
    m_input->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Matches"));
    m_list->setProperty("qdRole", QStringLiteral("plain"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, this));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_footer->setObjectName(QStringLiteral("paletteFooter"));
    m_footer->setProperty("qdRole", QStringLiteral("caption"));
    auto *layout = new QVBoxLayout(panel());
    layout->setContentsMargins(space::m, space::m, space::m, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(m_input);
    layout->addWidget(m_list);
    layout->addWidget(m_footer);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
}

void CommandPalette::openWith(const QString &typed)
{
    m_input->setText(typed);
    search(typed);
    open();
    m_input->setFocus(Qt::PopupFocusReason);
    m_input->setCursorPosition(static_cast<int>(typed.size()));
}

void CommandPalette::search(const QString &typed)
{
    m_model->setTyped(typed);
    m_list->setCurrentIndex({});
    step(1);
    const int count = m_model->rowCount();
    m_footer->setText(count == 0 ? tr("Nothing matches. Esc closes.")
                                 : tr("↑ ↓ choose   Enter run   > commands   @ SLOs   : time range   Esc close"));
}

void CommandPalette::step(int by)
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return;
    const int now = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : (by > 0 ? -1 : rows);
    const int next = std::abs(by) == 1 ? (now + by + rows) % rows : std::clamp(now + by, 0, rows - 1);
    const QModelIndex index = m_model->index(next);
    m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_list->scrollTo(index);
    m_input->setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
}

void CommandPalette::choose()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const PaletteEntry entry = m_model->entry(index.row());
    if (!entry.isEnabled)
        return; // its detail says why
    dismiss();
    emit chosen(entry);
}

bool CommandPalette::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Down:
        step(1);
        return true;
    case Qt::Key_Up:
        step(-1);
        return true;
    case Qt::Key_PageDown:
        step(palettePage);
        return true;
    case Qt::Key_PageUp:
        step(-palettePage);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    default:
        return false;
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_input && event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (watched == m_input && event->type() == QEvent::KeyPress && handleKey(static_cast<QKeyEvent *>(event)->key()))
        return true;
    return Overlay::eventFilter(watched, event);
}

} // namespace qd
