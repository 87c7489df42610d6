#include "query/queryside.h"

#include "querytreemodel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int sideRow = 26;
constexpr int sideTallRow = 40;

/// A title, and below it in small what it is for or how it went. Sections stand in capitals.
class SideDelegate final : public QStyledItemDelegate
{
public:
    SideDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = m_theme.tokens();
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        if (isSelected)
            painter->fillRect(option.rect, tokens.selection);
        const bool isEntry = !index.data(QueryTreeModel::KeyRole).toString().isEmpty();
        const bool isSection = !isEntry && !index.parent().isValid();
        const QColor ink = isSelected ? tokens.onSelection : tokens.text;
        const QRect box = option.rect.adjusted(4, 0, -8, 0);
        const QString detail = index.data(QueryTreeModel::DetailRole).toString();
        const QRect top = detail.isEmpty() ? box : QRect(box.left(), box.top() + 4, box.width(), 17);
        painter->setFont(isSection ? uiFont(TextSize::Caption, TextWeight::SemiBold) : uiFont(TextSize::Table, isEntry ? TextWeight::Regular : TextWeight::Medium));
        painter->setPen(isSection ? tokens.text3 : ink);
        const QString text = isSection ? index.data().toString().toUpper() : index.data().toString();
        painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, QFontMetrics(painter->font()).elidedText(text, Qt::ElideRight, top.width()));
        if (detail.isEmpty())
            return;
        painter->setFont(uiFont(TextSize::Caption));
        painter->setPen(isSelected ? tokens.onSelection : tokens.text3);
        const QString mark = index.data(QueryTreeModel::FailedRole).toBool() ? QStringLiteral("✕ ") : QString();
        painter->drawText(QRect(box.left(), top.bottom(), box.width(), 15), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          QFontMetrics(painter->font()).elidedText(QString(mark % detail), Qt::ElideRight, box.width()));
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {120, index.data(QueryTreeModel::DetailRole).toString().isEmpty() ? sideRow : sideTallRow};
    }

private:
    const Theme &m_theme;
};

} // namespace

QuerySide::QuerySide(QAbstractItemModel &entries, const Theme &theme, QWidget *parent) : QWidget(parent), m_filter(new QLineEdit), m_tree(new QTreeView)
{
    setObjectName(QStringLiteral("querySide"));
    m_filtered.setSourceModel(&entries);
    m_filtered.setRecursiveFilteringEnabled(true);
    m_filtered.setAutoAcceptChildRows(true);
    m_filtered.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setObjectName(QStringLiteral("querySideFilter"));
    m_filter->setAccessibleName(tr("Filter queries"));
    m_filter->setPlaceholderText(tr("Filter queries"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_tree->setObjectName(QStringLiteral("querySideTree"));
    m_tree->setAccessibleName(tr("Queries"));
    m_tree->setModel(&m_filtered);
    m_tree->setItemDelegate(new SideDelegate(theme, m_tree));
    m_tree->header()->hide();
    m_tree->setIndentation(12);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setExpandsOnDoubleClick(true);
    m_tree->expandToDepth(0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    setMinimumWidth(180);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered.setFilterFixedString(text.trimmed());
        if (text.trimmed().isEmpty())
            m_tree->expandToDepth(0);
        else
            m_tree->expandAll();
    });
    connect(m_tree, &QTreeView::activated, this, &QuerySide::activate);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &QuerySide::openMenu);
    connect(&m_filtered, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &parentIndex) {
        if (!parentIndex.parent().isValid())
            m_tree->expand(parentIndex);
    });
}

void QuerySide::activate(const QModelIndex &index)
{
    const QString key = index.data(QueryTreeModel::KeyRole).toString();
    if (!key.isEmpty())
        emit chosen(key, index.data(QueryTreeModel::SectionRole).toInt());
}

void QuerySide::select(const QString &key, int section)
{
    const QModelIndex top = m_filtered.index(0, 0);
    for (const QModelIndex &index : m_filtered.match(top, QueryTreeModel::KeyRole, key, -1, Qt::MatchExactly | Qt::MatchRecursive))
        if (index.data(QueryTreeModel::SectionRole).toInt() == section)
            m_tree->setCurrentIndex(index);
}

// What the keys do, for the mouse.
void QuerySide::openMenu(const QPoint &at)
{
    const QModelIndex index = m_tree->indexAt(at);
    const auto section = static_cast<QueryTreeModel::Section>(index.data(QueryTreeModel::SectionRole).toInt());
    const bool isEntry = !index.data(QueryTreeModel::KeyRole).toString().isEmpty();
    if (!index.isValid() || (!isEntry && section != QueryTreeModel::Section::History))
        return;
    m_tree->setCurrentIndex(index);
    m_tree->setFocus(Qt::MouseFocusReason);
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("querySideMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, section, isEntry);
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

void QuerySide::fillMenu(QMenu &menu, QueryTreeModel::Section section, bool isEntry)
{
    if (isEntry)
        connect(menu.addAction(tr("Open (Enter)")), &QAction::triggered, this, [this] { activate(m_tree->currentIndex()); });
    if (section == QueryTreeModel::Section::Saved) {
        connect(menu.addAction(tr("Rename or move… (F2)")), &QAction::triggered, this, &QuerySide::renameRequested);
        connect(menu.addAction(tr("Delete… (Del)")), &QAction::triggered, this, &QuerySide::deleteRequested);
    }
    if (section == QueryTreeModel::Section::History)
        connect(menu.addAction(tr("Clear the history…")), &QAction::triggered, this, &QuerySide::clearHistoryRequested);
}

void QuerySide::startFilter() { m_filter->setFocus(Qt::ShortcutFocusReason); }

// While a filter is typed, a letter is a letter; down goes to the first entry.
bool QuerySide::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress))
        return QWidget::eventFilter(watched, event);
    const auto &key = static_cast<const QKeyEvent &>(*event);
    if (event->type() == QEvent::ShortcutOverride && !key.text().isEmpty() && key.text().at(0).isPrint() && !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress && (key.key() == Qt::Key_Down || key.key() == Qt::Key_Return)) {
        m_tree->setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    return false;
}

} // namespace qd
